/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * One application, as stored.
 *
 * @param id key of the row; never used again
 * @param progress what the current or last operation says; empty right after acceptance
 * @param active whether it is installed: true from the first successful apply until remove
 * @param updatedAt when the row last changed; empty right after upload
 * @param tree directory of its extracted tarball
 */
public record Application(
    long id,
    String name,
    String version,
    ApplicationStatus status,
    Optional<String> progress,
    boolean active,
    Instant createdAt,
    Optional<Instant> updatedAt,
    Path tree) {

  /** Name and folder of the manifests, as shown. */
  public static final String MANIFEST_FILE = "fluxcd-manifests";

  /** The name of the manifest, as shown. */
  public String manifestName() {
    return name + "-" + MANIFEST_FILE;
  }
}
