/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.TestbedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds or makes the programs of a control plane. */
public final class KubernetesBinary {

  /** The version of Kubernetes that this test bed is built around. */
  public static final String VERSION = "1.34.4";

  private final Map<String, String> environment;

  public KubernetesBinary(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Returns the programs. */
  public KubernetesPrograms obtain() {
    String assets = environment.getOrDefault("KUBEBUILDER_ASSETS", "");
    if (!assets.isEmpty()) {
      return new KubernetesPrograms(Path.of(assets), "from KUBEBUILDER_ASSETS");
    }
    Path cache =
        Path.of(
            environment.getOrDefault(
                "XDG_CACHE_HOME", environment.getOrDefault("HOME", "/tmp") + "/.cache"));
    Path built = cache.resolve("portieris/kubernetes/" + VERSION + "-linux-amd64");
    if (!Files.isExecutable(built.resolve("kube-apiserver"))) {
      throw new TestbedException("no Kubernetes programs in " + built);
    }
    return new KubernetesPrograms(built, "built from the published Go modules");
  }
}
