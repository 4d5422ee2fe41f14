/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.HelmRelease.Procedure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FluxManifestsTest {

  @TempDir Path tree;

  @BeforeEach
  void writeAcceptable() throws IOException {
    file("kustomization.yaml", "resources: [base, a]\n");
    file("base/helmrepository.yaml", "kind: HelmRepository\n");
    release("a", "");
  }

  @Test
  void readsWhatAReleaseAsksFor() throws Exception {
    release(
        "a",
        """
        releaseName: a-a
        targetNamespace: elsewhere
        timeout: 1m30s
        install: {crds: CreateReplace, disableWait: true}
        upgrade: {disableWaitForJobs: true}
        values: {x: 1}
        """);

    HelmRelease release = FluxManifests.read(tree).releases().getFirst();

    assertThat(release.namespace()).isEqualTo("space");
    assertThat(release.releaseName()).isEqualTo("a-a");
    assertThat(release.releaseNamespace()).isEqualTo("elsewhere");
    assertThat(release.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(release.storageNamespace()).isEqualTo("space");
    assertThat(release.onInstall()).isEqualTo(new Procedure(false, true, CrdPolicy.CREATE_REPLACE));
    assertThat(release.onUpgrade()).isEqualTo(new Procedure(true, false, CrdPolicy.SKIP));
    assertThat(release.values()).containsEntry("x", 1);
  }

  @Test
  void theOuterNamespaceWins() throws Exception {
    file("kustomization.yaml", "namespace: outer\nresources: [base, a]\n");

    assertThat(FluxManifests.read(tree).releases().getFirst().namespace()).isEqualTo("outer");
  }

  @Test
  void ordersReleasesAfterThoseTheyDependOn() throws Exception {
    file("kustomization.yaml", "resources: [base, a, b]\n");
    release("a", "dependsOn: [{name: b}]");
    release("b", "");

    assertThat(FluxManifests.read(tree).releases())
        .extracting(HelmRelease::name)
        .containsExactly("b", "a");
  }

  @Test
  void refusesReleasesThatDependOnEachOther() throws IOException {
    file("kustomization.yaml", "resources: [base, a, b]\n");
    release("a", "dependsOn: [{name: b}]");
    release("b", "dependsOn: [{name: a}]");

    refuses("Circular dependency detected.");
  }

  @Test
  void refusesATreeWithoutRepository() throws IOException {
    Files.delete(tree.resolve("fluxcd-manifests/base/helmrepository.yaml"));

    refuses("Mandatory FluxCD yaml file doesn't exist");
  }

  @Test
  void refusesADirectoryWithoutRelease() throws IOException {
    file("kustomization.yaml", "resources: [base, a, other]\n");

    refuses("other/helmrelease.yaml does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../outside", "/etc", "..", "a/b", ""})
  void refusesAnEntryThatLeadsElsewhere(String entry) throws IOException {
    file("kustomization.yaml", "resources: [base, '" + entry + "']\n");

    refuses("which is no file name");
  }

  @Test
  void refusesStaticOverridesThatLeadOutOfTheDirectory() throws IOException {
    file(
        "a/helmrelease.yaml",
        """
        metadata: {name: a, namespace: space}
        spec:
          chart: {spec: {chart: a}}
          valuesFrom: [{valuesKey: ../../../static-overrides.yaml}]
        """);

    refuses("which is no file name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "/x", "..", "a/b", "Upper", "a_b", "-a", "a..b"})
  void refusesAReleaseNameThatNoClusterTakes(String name) throws IOException {
    file("a/a-system-overrides.yaml", "");
    file(
        "a/helmrelease.yaml",
        """
        metadata: {name: "%s", namespace: space}
        spec:
          chart: {spec: {chart: a}}
          valuesFrom: [{valuesKey: static-overrides.yaml}]
        """
            .formatted(name));

    refuses("metadata.name '" + name + "' must be lower-case letters");
  }

  @ParameterizedTest
  @CsvSource({
    "timeout: soon, is not a duration",
    "timeout: 5, is not a duration",
    "install: {crds: Perhaps}, accepted: Skip"
  })
  void refusesWhatItDoesNotUnderstand(String spec, String message) throws IOException {
    release("a", spec);

    refuses(message);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> FluxManifests.read(tree))
        .isInstanceOf(ManifestException.class)
        .hasMessageContaining(message);
  }

  private void release(String name, String spec) throws IOException {
    file(name + "/kustomization.yaml", "namespace: space\n");
    file(name + "/static-overrides.yaml", "");
    file(
        name + "/helmrelease.yaml",
        """
        kind: HelmRelease
        metadata: {name: %s}
        spec:
          chart: {spec: {chart: %s, version: 1.0.0}}
          valuesFrom: [{valuesKey: static-overrides.yaml}]
        %s\
        """
            .formatted(name, name, spec.indent(2)));
  }

  private void file(String name, String text) throws IOException {
    Path file = tree.resolve("fluxcd-manifests").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
