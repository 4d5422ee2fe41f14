/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in a folder lead nowhere else: a build writes into its own directories only. */
class PathEscapeTest {

  private static final String FILE = "authorized_keys";
  private static final String RELEASE = "fluxcd/demo/helmrelease.yaml";

  @TempDir Path work;

  private SourcesFixture folder;
  private Path outside;

  /** From a directory in that of temporary files to the one outside. */
  private String escape;

  @BeforeEach
  void start() throws IOException {
    folder = SourcesFixture.in(work.resolve("folder")).with("charts/demo/" + FILE, "attacker\n");
    outside = Files.createDirectory(work.resolve("outside"));
    Files.writeString(outside.resolve(FILE), "owner\n");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
    escape = temporary.relativize(outside.toAbsolutePath().normalize()).toString();
  }

  @Test
  void refusesAReleaseNameThatLeavesTheFolder() throws IOException {
    String name = "x/../../" + escape;
    release("first", "x");
    release("second", name);
    folder.with(
        "fluxcd/kustomization.yaml", "namespace: demo\nresources: [base, demo, first, second]\n");

    List<Finding> findings = refused();

    nothingIsWrittenOutside();
    assertThat(findings)
        .singleElement()
        .asString()
        .startsWith(
            folder.directory()
                + "/fluxcd/second/helmrelease.yaml:3: metadata.name '"
                + name
                + "' must be lower-case letters, digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "/x", "a/b", "Demo", "a_b", "-a", "a.", "a..b", "a b"})
  void refusesAReleaseNameThatNoClusterTakes(String name) throws IOException {
    folder.with(RELEASE, text(RELEASE).replace("{name: demo}", "{name: \"" + name + "\"}"));

    assertThat(refused()).singleElement().asString().contains("helmrelease.yaml:3: metadata.name");
  }

  @Test
  void refusesANameThatIsMergedIn() throws IOException {
    folder.with(
        RELEASE,
        text(RELEASE).replace("metadata: {name: demo}", "x: &x {name: ../x}\nmetadata: {<<: *x}"));

    assertThat(refused()).singleElement().asString().contains("metadata.name '../x' must be");
  }

  @Test
  void refusesANameThatAPlaceholderMakes() throws IOException {
    folder.with(RELEASE, text(RELEASE).replace("{name: demo}", "{name: \"../@APP_NAME@\"}"));

    assertThat(refused())
        .singleElement()
        .asString()
        .contains(RELEASE + ":3: metadata.name '../demo' must be");
  }

  @Test
  void refusesANamespaceThatIsNone() throws IOException {
    String kustomization = "fluxcd/demo/kustomization.yaml";
    folder.with(
        kustomization, text(kustomization).replace("namespace: demo", "namespace: \"a'] + ['\""));

    assertThat(refused())
        .singleElement()
        .asString()
        .contains(kustomization + ":1: namespace 'a'] + ['' must be lower-case letters");
    folder.with(RELEASE, text(RELEASE).replace("  interval: 5m", "  targetNamespace: ../b"));
    assertThat(refused())
        .singleElement()
        .asString()
        .contains(RELEASE + ":5: namespace '../b' must be lower-case letters");
  }

  @Test
  void refusesADependencyWhoseNameLeavesTheChart() throws IOException {
    String name = "../../../" + escape;
    folder
        .with(
            "charts/demo/Chart.yaml",
            text("charts/demo/Chart.yaml")
                + "dependencies: [{name: %s, version: 1.0.0, repository: file://../../beside}]\n"
                    .formatted(name))
        .with("charts/demo/charts/-sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n")
        .with("beside/Chart.yaml", "apiVersion: v2\nname: %s\nversion: 1.0.0\n".formatted(name))
        .with("beside/" + FILE, "attacker\n");

    List<Finding> findings = refused();

    nothingIsWrittenOutside();
    assertThat(findings)
        .singleElement()
        .asString()
        .contains("charts/demo/Chart.yaml:6: dependency " + name + ": a chart's name has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0/../../x", "1.0.0 x", "/x", "..", "latest"})
  void refusesAPackedChartWhoseVersionIsNone(String version) throws IOException {
    packed("demo", version);

    assertThat(refused())
        .singleElement()
        .asString()
        .contains("charts/packed.tgz/demo/Chart.yaml:3: must have a name of letters");
  }

  @Test
  void refusesAPackedChartWhoseNameIsNone() throws IOException {
    packed("a b", "1.0.0");

    assertThat(refused()).singleElement().asString().contains("a b/Chart.yaml:3: must have a name");
  }

  @Test
  void aPackedChartThatNoReleaseCanBeNamedAfterNeedsATreeOfItsOwn() throws IOException {
    folder = SourcesFixture.empty(work.resolve("other")).with("app.yaml", "name: demo\n");
    packed("under_score", "1.0.0");

    assertThat(refused())
        .singleElement()
        .asString()
        .contains("charts/packed.tgz: chart under_score cannot name a HelmRelease, which must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../../charts/demo", "/etc", "demo/../../x"})
  void refusesASubpathThatLeavesTheArchive(String subpath) throws IOException {
    folder = SourcesFixture.empty(work.resolve("other"));
    packed("demo", "1.0.0");
    folder.with(
        "app_manifest.yaml",
        """
        appManifestFile-config:
          appName: demo
          appVersion: 1.0-1
          namespace: demo
          chart:
            - {name: demo, path: charts/packed.tgz, subpath: %s}
        """
            .formatted(subpath));

    assertThat(refused())
        .singleElement()
        .asString()
        .contains("charts/packed.tgz: subpath '" + subpath + "' leads out of the archive");
  }

  @Test
  void aChartWritesNothingOutsideOfItsCopy() throws IOException {
    SequencedMap<String, ChartFile> files = new LinkedHashMap<>();
    files.put("../outside/" + FILE, ChartFile.of(new byte[0]));
    Chart chart = new Chart("demo", "1.0.0", "1.0.0", work, files, "", Optional.empty());

    assertThatThrownBy(() -> chart.writeTo(work.resolve("copy")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leads out of chart demo");
    nothingIsWrittenOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../../x", "/x", ".", ""})
  void theWorkFolderRefusesWhatLeadsOutOfIt(String name) throws IOException {
    try (WorkFolder folder = new WorkFolder()) {
      folder.onDisk("a");

      assertThatThrownBy(() -> folder.onDisk(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("leads out of the build's folder");
    }
  }

  /** A copy of the fixture's release with other names. */
  private void release(String directory, String name) throws IOException {
    for (String file :
        List.of("kustomization", "demo-system-overrides", "demo-static-overrides", "helmrelease")) {
      folder.with(
          "fluxcd/" + directory + "/" + file + ".yaml",
          text("fluxcd/demo/" + file + ".yaml")
              .replace("metadata: {name: demo}", "metadata: {name: \"" + name + "\"}")
              .replace("demo-demo", "demo-" + directory));
    }
  }

  private void packed(String name, String version) throws IOException {
    Path archive = folder.directory().resolve("charts/packed.tgz");
    Files.createDirectories(folder.directory().resolve("charts"));
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
      tar.file(
          name + "/Chart.yaml",
          "apiVersion: v2\nname: %s\nversion: %s\n"
              .formatted(name, version)
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private void nothingIsWrittenOutside() throws IOException {
    assertThat(outside.resolve(FILE)).hasContent("owner\n");
    try (Stream<Path> entries = Files.list(outside)) {
      assertThat(entries).containsExactly(outside.resolve(FILE));
    }
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.directory().resolve(file));
  }

  private List<Finding> refused() throws IOException {
    BuildResult result =
        new AppBuild(BuildProgress.silent()).build(folder.request(), work.resolve("out"));
    assertThat(result).isInstanceOf(BuildResult.Refused.class);
    return ((BuildResult.Refused) result).findings();
  }
}
