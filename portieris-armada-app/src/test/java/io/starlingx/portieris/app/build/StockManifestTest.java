/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.content.WheelContent;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.app.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code app_manifest.yaml} of StarlingX's generator, taken as it is. */
class StockManifestTest {

  private static final String MANIFEST =
      """
      ---
      appManifestFile-config:
        appName: stx-app
        appVersion: 1.0-1
        namespace: apps
        chart:
          - name: first
            version: 1.0.1
            path: ./helm/first
            chartGroup: group
          - name: second
            version: 2.0.0
            path: sources/second.tgz
            subpath: deploy/chart
        chartGroup:
          - name: group
            chart_names: [first, second]
      metadataFile-config:
        upgrades:
          auto_update: false
        supported_k8s_version:
          minimum: 1.24.4
      setupFile-config:
        metadata:
          author: John Doe
          author-email: john.doe@example.com
          url: example.com
          classifier:
            - "Operating System :: OS Independent"
      """;

  @TempDir Path work;
  private SourcesFixture folder;

  @BeforeEach
  void writeFolder() throws IOException {
    folder =
        SourcesFixture.empty(work.resolve("folder"))
            .withChart("helm/first", "first", "1.0.1")
            .with("app_manifest.yaml", MANIFEST);
    SourcesFixture.empty(work.resolve("upstream"))
        .withChart("deploy/chart", "second", "2.0.0")
        .with("README.md", "the sources of another project");
    Files.createDirectory(folder.directory().resolve("sources"));
    try (TarWriter tar =
        TarWriter.gzip(Files.newOutputStream(folder.directory().resolve("sources/second.tgz")))) {
      tar.tree(work.resolve("upstream"), "");
    }
  }

  @Test
  void givesATarballThatEverySysinvTakes() throws IOException {
    Unpacked app = Unpacked.build(BuildRequest.of(folder.directory()), work);

    assertThat(app.tarball()).hasFileName("stx-app-1.0-1.tgz");
    assertThat(app.yaml("metadata.yaml").text("upgrades", "auto_update"))
        .as("a boolean, not a text")
        .isEmpty();
    assertThat(app.yaml("metadata.yaml").text("supported_k8s_version", "minimum"))
        .hasValue("1.24.4");
    assertThat(app.names("charts"))
        .satisfiesExactly(
            name -> assertThat(name).startsWith("first-1.0.1+"),
            name -> assertThat(name).startsWith("second-2.0.0+"));
    Yaml release = app.yaml("fluxcd-manifests/second/helmrelease.yaml");
    assertThat(release.text("spec", "releaseName")).hasValue("stx-app-second");
    assertThat(app.yaml("fluxcd-manifests/kustomization.yaml").text("namespace")).hasValue("apps");
    assertThat(app.names("plugins")).containsExactly("k8sapp_stx_app-1.0.1-py3-none-any.whl");
  }

  @Test
  void itsSetupGoesIntoThePluginsMetadata() throws IOException {
    folder.with("app_manifest.yaml", MANIFEST.replace("John Doe", "\"John\\nVersion: 9 Doe\""));
    Unpacked app = Unpacked.build(BuildRequest.of(folder.directory()), work);

    WheelContent wheel =
        WheelContent.read(app.file("plugins/k8sapp_stx_app-1.0.1-py3-none-any.whl"));
    assertThat(wheel.info("METADATA").orElseThrow().lines())
        .contains(
            "Version: 1.0.1",
            "Author: John Version: 9 Doe",
            "Author-email: john.doe@example.com",
            "Home-page: example.com",
            "Classifier: Operating System :: OS Independent");
  }

  @Test
  void aLowestKubernetesVersionThatItDoesNotSayIsFilledInWithANotice() throws IOException {
    folder.with(
        "app_manifest.yaml",
        MANIFEST.replace("  supported_k8s_version:\n    minimum: 1.24.4\n", ""));

    assertThat(built().warnings())
        .singleElement()
        .asString()
        .contains("app_manifest.yaml:", "supported_k8s_version", "minimum 1.24.4 is filled in");
    folder.with("app_manifest.yaml", MANIFEST);
    assertThat(built().warnings()).isEmpty();
  }

  private BuildResult.Built built() throws IOException {
    BuildResult result =
        new AppBuild(BuildProgress.silent())
            .build(BuildRequest.of(folder.directory()), work.resolve("out"));
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    return (BuildResult.Built) result;
  }

  @Test
  void theFileItselfIsTheFolderAlsoUnderAnotherName() throws IOException {
    Path other = folder.directory().resolve("my_app.yaml");
    Files.move(folder.directory().resolve("app_manifest.yaml"), other);

    assertThat(Unpacked.build(BuildRequest.of(other), work).tarball())
        .hasFileName("stx-app-1.0-1.tgz");
  }

  @Test
  void aVersionOfAnotherFormIsAMistakeUnlessAnotherIsGiven() throws IOException {
    folder.with("app_manifest.yaml", MANIFEST.replace("1.0-1", "1.0.1"));

    assertThat(refused())
        .singleElement()
        .asString()
        .contains("app_manifest.yaml:4: 'appManifestFile-config.appVersion: 1.0.1'", "1.0-1");
    assertThat(
            Unpacked.build(
                    new BuildRequest(
                        folder.directory(),
                        AppVersion.parse("3.1-2"),
                        Map.of(),
                        SystemOverrides.none(),
                        Optional.empty()),
                    work)
                .tarball())
        .hasFileName("stx-app-3.1-2.tgz");
  }

  @Test
  void whatIsNotOnThisMachineIsToldHowToGetIt() throws IOException {
    folder.with(
        "app_manifest.yaml",
        MANIFEST
            .replace("./helm/first", "https://git.example.com/first.git")
            .replace("sources/second.tgz", "https://example.com/second.tgz"));

    assertThat(refused())
        .extracting(Finding::toString)
        .satisfiesExactly(
            f ->
                assertThat(f)
                    .contains("app_manifest.yaml:9: 'https://git.example.com/first.git'", "clone"),
            f ->
                assertThat(f)
                    .contains("app_manifest.yaml:13:", "download it", "leaving 'subpath'"));
  }

  @Test
  void allMistakesOfTheFileAreToldAtOnce() throws IOException {
    folder.with(
        "app_manifest.yaml",
        """
        appManifestFile-config:
          appName: Stx App
          appVersion: one
          chart:
            - name: first
              version: 9.9.9
              path: helm/first
            - version: 1.0.0
        """);

    assertThat(refused())
        .extracting(Finding::message)
        .anyMatch(m -> m.contains("appName: Stx App' must be"))
        .anyMatch(m -> m.contains("appVersion: one' is not of the form N.N-N"))
        .anyMatch(m -> m.contains("'appManifestFile-config.namespace' is missing"))
        .anyMatch(m -> m.contains("says version 9.9.9, but "))
        .anyMatch(m -> m.contains("'appManifestFile-config.chart[].name' is missing"))
        .anyMatch(m -> m.contains("'appManifestFile-config.chart[].path' is missing"));
  }

  private List<Finding> refused() throws IOException {
    BuildResult result =
        new AppBuild(BuildProgress.silent())
            .build(BuildRequest.of(folder.directory()), work.resolve("out"));
    assertThat(result).isInstanceOf(BuildResult.Refused.class);
    return ((BuildResult.Refused) result).findings();
  }
}
