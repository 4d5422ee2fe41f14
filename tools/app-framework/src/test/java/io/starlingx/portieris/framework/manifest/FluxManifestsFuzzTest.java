/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Manifests come from whoever made the tarball. */
class FluxManifestsFuzzTest {

  @FuzzTest(maxDuration = "5s")
  void manifestsAreReadOrRefusedAndLeadNowhereElse(byte[] content) throws IOException {
    try (TemporaryDirectory tree = TemporaryDirectory.create("manifests-")) {
      Path root = tree.path().resolve("fluxcd-manifests");
      Files.createDirectories(root.resolve("base"));
      Files.createDirectories(root.resolve("a"));
      Files.writeString(root.resolve("base/helmrepository.yaml"), "kind: HelmRepository\n");
      Files.write(root.resolve("kustomization.yaml"), content);
      Files.write(root.resolve("a/helmrelease.yaml"), content);
      Files.writeString(root.resolve("a/static-overrides.yaml"), "");
      read(tree.path(), root);
    }
  }

  private static void read(Path tree, Path root) {
    try {
      for (HelmRelease release : FluxManifests.read(tree).releases()) {
        assertThat(release.staticOverrides().normalize()).startsWithRaw(root);
        assertThat(release.systemOverrides().normalize()).startsWithRaw(root);
      }
    } catch (ManifestException e) {
      assertThat(e).hasMessageContaining("fluxcd-manifests");
    }
  }
}
