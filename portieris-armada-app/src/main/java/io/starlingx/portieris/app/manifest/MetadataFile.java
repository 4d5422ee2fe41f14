/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.sysinv.overrides.BlockYaml;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the {@code metadata.yaml} of an application that brings none of its own: what its
 * description says, over what is safe for an application that its owner uploads.
 */
public final class MetadataFile {

  /** The lowest Kubernetes version of applications that say nothing else. */
  public static final String OLDEST_KUBERNETES = "1.24.4";

  private MetadataFile() {}

  /** The file's text. */
  public static String of(AppDescription application) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("app_name", application.name());
    metadata.put("app_version", application.version().text());
    metadata.put("helm_repo", application.helmRepository());
    metadata.put("maintain_user_overrides", true);
    metadata.put("maintain_attributes", true);
    metadata.put("supported_k8s_version", Map.of("minimum", OLDEST_KUBERNETES));
    // Never replaced by an older bundle that comes with the platform.
    metadata.put("downgrades", Map.of("auto_downgrade", false));
    metadata.putAll(application.metadata());
    return BlockYaml.write(metadata);
  }
}
