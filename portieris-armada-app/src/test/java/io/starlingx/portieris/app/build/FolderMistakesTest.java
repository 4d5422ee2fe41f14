/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mistake in a folder is told with its file and line and what to do, and nothing is written.
 */
class FolderMistakesTest {

  @TempDir Path work;

  /** File, its text, and the beginning of the finding behind the folder's name. */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("app.yaml", "name: a\nversion: 1.0", "app.yaml:2: 'version: 1.0' is not"),
        Arguments.of("app.yaml", "name: a\nversion: v2.1.0", "app.yaml:2: 'version: v2.1.0' is"),
        Arguments.of("app.yaml", "version: 1.0-1\nname: A b", "app.yaml:2: 'name: A b' must be"),
        Arguments.of("app.yaml", "version: 1.0-1", "app.yaml: no file says the application's name"),
        Arguments.of("app.yaml", "name: a", "app.yaml: no file says the application's version"),
        Arguments.of("app.yaml", "name: a\nchart: []", "app.yaml:2: unknown key 'chart'; accepted"),
        Arguments.of("app.yaml", "name: a\nname: b", "app.yaml:2: key 'name' is written twice"),
        Arguments.of("app.yaml", "name: [a]", "app.yaml:1: 'name' must be a text"),
        Arguments.of("app.yaml", "name: a\n  b: c", "app.yaml:2: is not YAML"),
        Arguments.of("app.yaml", "- a", "app.yaml: is not a mapping"),
        Arguments.of("app.yaml", "namespace: Up", "app.yaml:1: 'namespace: Up' must be"),
        Arguments.of("app.yaml", "charts: demo", "app.yaml:1: 'charts' must be a list"),
        Arguments.of("app.yaml", "charts: [demo]", "app.yaml:1: an entry of 'charts' must be"),
        Arguments.of("app.yaml", "charts:\n  - {}", "app.yaml:2: an entry of 'charts' needs"),
        Arguments.of(
            "app.yaml",
            "charts:\n  - name: demo\n    namspace: a",
            "app.yaml:3: unknown key 'charts[].namspace'"),
        Arguments.of("app.yaml", "metadata: 1", "app.yaml:1: 'metadata' must be a mapping"),
        Arguments.of("app.yaml", "armada: maybe", "app.yaml:1: 'armada' must be true or false"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts: [{name: gone}]",
            "charts/gone: does not exist"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts:\n  - {name: demo, depends_on: [x]}",
            "app.yaml:4: depends_on names x, which is no chart of this application; its charts"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts:\n  - {name: demo, depends_on: [demo]}",
            "app.yaml:4: charts depend on each other in a circle: demo -> demo"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts:\n  - name: demo\n  - path: charts/demo",
            "app.yaml:5: chart demo is there twice"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts: [{name: other, path: charts/demo}]",
            "app.yaml:3: says name other, but "),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\nmetadata: {class: sometimes}",
            "metadata.yaml:10: metadata validation failed. Invalid metadata.yaml: class expected"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\nmetadata:\n  app_name: b",
            "app.yaml:4: 'metadata.app_name' comes from the application's own name"),
        Arguments.of(
            "app.yaml",
            "name: a\nversion: 1.0-1\ncharts:\n- {name: demo, release_name: x}\n"
                + "- {path: charts/demo, release_name: x}",
            "app.yaml:5: chart demo is there twice"),
        Arguments.of(
            "app.yaml",
            "name: " + "a".repeat(40) + "\nversion: 1.0-1\ncharts: [{path: charts/long}]",
            "app.yaml:3: Helm takes no release name of more than 53 characters"),
        Arguments.of(
            "demo-static-overrides.yaml", "a: [", "demo-static-overrides.yaml:1: is not YAML"),
        Arguments.of(
            "demo-static-overrides.yaml", "\n- a", "demo-static-overrides.yaml:2: is not a map"),
        Arguments.of(
            "charts/demo/values.yaml",
            "image: {repository: a/b, tag: 3.10}",
            "charts/demo: tag 3.10 is a number"),
        Arguments.of("other.yaml", "", "app.yaml: no file says the application's name"),
        Arguments.of(
            "metadata.yaml",
            "app_name: b\napp_version: 1.0-1",
            "metadata.yaml:1: metadata validation failed. Kubernetes supported versions not"),
        Arguments.of("metadata.yaml", "app_name: b", "app.yaml: no file says the application's v"),
        Arguments.of("app_manifest.yaml", "a: b", "app_manifest.yaml:1: 'appManifestFile-config"),
        Arguments.of(
            "charts/demo/Chart.yaml",
            "name: demo\nversion: 1",
            "charts/demo/Chart.yaml:2: exactly one line 'version"),
        Arguments.of("charts/two/values.yaml", "", "charts/two: is not a chart: it has no Chart"),
        Arguments.of("charts/two.tgz", "not gzip", "charts/two.tgz: cannot be unpacked"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void tells(String file, String text, String expected) throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder")).withChart("charts/demo", "demo", "1.0.0");
    if (text.contains("charts/long")) {
      folder.withChart("charts/long", "a-chart-of-a-long-name", "1.0.0");
    }
    if (file.contains("demo") || file.startsWith("charts/")) {
      folder.with("app.yaml", "name: a\nversion: 1.0-1\n");
    }
    folder.with(file, text);

    assertThat(refused(folder.directory()))
        .extracting(Finding::toString)
        .anyMatch(
            finding ->
                finding.startsWith(folder.directory() + "/" + expected)
                    || finding.startsWith(expected));
    assertThat(work.resolve("out"))
        .satisfiesAnyOf(
            out -> assertThat(out).doesNotExist(), out -> assertThat(out).isEmptyDirectory());
  }

  @Test
  void tellsAllMistakesOfADescriptorAtOnce() throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder"))
            .with(
                "app.yaml",
                """
                name: Upper
                version: 1
                namespace: Other
                chrts: []
                metadata: []
                """);

    assertThat(refused(folder.directory())).extracting(Finding::line).contains(1, 2, 3, 4, 5);
  }

  @Test
  void tellsAllMistakesOfAllChartsAtOnce() throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder"))
            .with("app.yaml", "{name: a, version: 1.0-1}")
            .with("charts/one/Chart.yaml", "name: One\nversion: x\n")
            .with("charts/two/readme.md", "");

    assertThat(refused(folder.directory())).hasSize(3);
  }

  @Test
  void tellsMistakesOfDescriptorChartTemplateAndManifestsAtOnce() throws IOException {
    SourcesFixture folder =
        SourcesFixture.in(work.resolve("folder"))
            .withChart("charts/good", "good", "1.0.0")
            .with("charts/good/templates/broken.yaml", "{{ .Values.x | nosuch }}")
            .with("charts/bad/Chart.yaml", "name: bad\n")
            .with("app.yaml", "name: Demo\n")
            .with("fluxcd/kustomization.yaml", "a: [");

    assertThat(refused(folder.directory()))
        .extracting(Finding::toString)
        .anyMatch(f -> f.contains("app.yaml:1: 'name: Demo' must be"))
        .anyMatch(f -> f.contains("bad/Chart.yaml: exactly one line 'version"))
        .anyMatch(f -> f.contains("broken.yaml:1:"))
        .anyMatch(f -> f.contains("fluxcd/kustomization.yaml:1: is not YAML"));
  }

  @Test
  void filesThatAreNoTextAreToldByName() throws IOException {
    SourcesFixture folder =
        SourcesFixture.in(work.resolve("folder")).withChart("charts/other", "other", "1.0.0");
    byte[] latin1 = {'a', ':', ' ', (byte) 0xe9, '\n'};
    for (String file :
        List.of(
            "metadata.yaml",
            "fluxcd/demo/demo-static-overrides.yaml",
            "charts/demo/Chart.yaml",
            "charts/other/.helmignore")) {
      Files.write(folder.directory().resolve(file), latin1);
    }

    assertThat(refusedWithVersion(folder))
        .extracting(Finding::toString)
        .anyMatch(f -> f.contains("metadata.yaml") && f.contains("UTF-8"))
        .anyMatch(f -> f.contains("demo/Chart.yaml: is not UTF-8"))
        .anyMatch(f -> f.contains(".helmignore: is not UTF-8"));
  }

  @Test
  void aChartNamedAsTheRepositorysFolderIsToldSo() throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder"))
            .withChart("charts/base", "base", "1.0.0")
            .with("app.yaml", "{name: a, version: 1.0-1}");

    assertThat(refused(folder.directory()))
        .anyMatch(f -> f.message().startsWith("no chart can be named base"));
  }

  @Test
  void twoChartsCannotHaveOneReleaseName() throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder"))
            .withChart("charts/one", "one", "1.0.0")
            .withChart("charts/two", "two", "1.0.0")
            .with(
                "app.yaml",
                """
                name: a
                version: 1.0-1
                charts:
                  - {name: one, release_name: same}
                  - {name: two, release_name: same}
                """);

    assertThat(refused(folder.directory()))
        .singleElement()
        .asString()
        .contains("app.yaml:5: has the release name same of chart one");
  }

  @Test
  void aLinkedFolderIsNotFollowed() throws IOException {
    SourcesFixture elsewhere =
        SourcesFixture.empty(work.resolve("elsewhere")).withChart("demo", "demo", "1.0.0");
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder")).with("app.yaml", "{name: a, version: 1.0-1}");
    Path charts = Files.createDirectory(folder.directory().resolve("charts"));
    Files.createSymbolicLink(charts.resolve("demo"), elsewhere.directory().resolve("demo"));
    Files.createSymbolicLink(folder.directory().resolve("plugins"), elsewhere.directory());

    assertThat(refused(folder.directory()))
        .extracting(Finding::toString)
        .satisfiesExactly(
            f -> assertThat(f).contains("/plugins: is a link to a folder"),
            f -> assertThat(f).contains("/charts/demo: is a link to a folder", "path: ../"));

    Files.delete(charts.resolve("demo"));
    Files.delete(folder.directory().resolve("plugins"));
    folder.with("app.yaml", "{name: a, version: 1.0-1, charts: [{path: ../elsewhere/demo}]}");
    assertThat(
            new AppBuild(BuildProgress.silent())
                .build(BuildRequest.of(folder.directory()), work.resolve("out")))
        .isInstanceOf(BuildResult.Built.class);
  }

  @Test
  void aFolderThatIsNoApplicationIsToldSo() throws IOException {
    assertThat(refused(work.resolve("nowhere")))
        .singleElement()
        .asString()
        .contains("does not exist", "app init");
    assertThat(refused(Files.createDirectory(work.resolve("empty"))))
        .singleElement()
        .asString()
        .contains("is no application folder", "app init");
  }

  @Test
  void manifestsOfBothLayoutsAreAmbiguous() throws IOException {
    SourcesFixture folder = SourcesFixture.in(work.resolve("folder"));
    folder.with("manifest.yaml", "").with("fluxcd-manifests/kustomization.yaml", "");

    assertThat(refusedWithVersion(folder))
        .hasSize(2)
        .allMatch(f -> f.message().contains("remove one of the two"));
  }

  @Test
  void twoFilesThatSayDifferentVersionsAreAMistake() throws IOException {
    SourcesFixture folder = SourcesFixture.in(work.resolve("folder"));
    folder
        .with("app.yaml", "name: demo\nversion: 1.0-1\n")
        .with("metadata.yaml", "app_name: other\napp_version: 1.0-2\n");

    assertThat(refused(folder.directory()))
        .extracting(Finding::message)
        .anyMatch(m -> m.startsWith("app_name is other, but the application's descriptor"))
        .anyMatch(m -> m.startsWith("app_version is 1.0-2, but"));
  }

  @Test
  void valuesThatNoReleaseGetsAreAMistake() throws IOException {
    SourcesFixture folder =
        SourcesFixture.empty(work.resolve("folder"))
            .withChart("charts/demo", "demo", "1.0.0")
            .with("app.yaml", "{name: a, version: 1.0-1}")
            .with("dmeo-static-overrides.yaml", "");

    assertThat(refused(folder.directory()))
        .singleElement()
        .asString()
        .contains("dmeo-static-overrides.yaml: is used by no release", "charts: demo");
  }

  @Test
  void manifestsThatNameAnotherChartVersionAreToldWithTheirLine() throws IOException {
    SourcesFixture folder = SourcesFixture.in(work.resolve("folder"));
    String release = "fluxcd/demo/helmrelease.yaml";
    String armada = "armada/manifest.yaml";
    folder
        .with(release, text(folder, release).replace("@CHART_VERSION@", "0.9.0"))
        .with(armada, text(folder, armada).replace("demo-1.0.0.tgz", "demo-0.9.0.tgz"));

    assertThat(refusedWithVersion(folder))
        .extracting(Finding::toString)
        .satisfiesExactly(
            f -> assertThat(f).contains("helmrelease.yaml:10: names version 0.9.0 of chart demo"),
            f -> assertThat(f).contains("manifest.yaml:9: names demo-0.9.0.tgz", "1.0.0"));
  }

  @Test
  void valuesThatAreNoYamlAreToldOnceWithTheirLine() throws IOException {
    SourcesFixture folder =
        SourcesFixture.in(work.resolve("folder")).withChart("charts/demo", "demo", "1.0.0");
    folder.with(
        "charts/demo/values.yaml", text(folder, "charts/demo/values.yaml") + "more:\n  - [a\n");

    assertThat(refusedWithVersion(folder))
        .extracting(Finding::toString)
        .singleElement()
        .asString()
        .contains("charts/demo/values.yaml:4: is not YAML: ");
  }

  @Test
  void aSubchartThatIsNotThereIsAnError() throws IOException {
    SourcesFixture folder =
        SourcesFixture.in(work.resolve("folder")).withChart("charts/demo", "demo", "1.0.0");
    folder.with(
        "charts/demo/Chart.yaml",
        text(folder, "charts/demo/Chart.yaml")
            + "dependencies: [{name: redis, version: 1.0.0, repository: 'https://x.example'}]\n");

    assertThat(refusedWithVersion(folder))
        .anyMatch(f -> f.message().contains("redis; run 'helm dependency build'"));
  }

  @Test
  void aChartBesideItThatIsNotThereOrDependsOnItIsNamed() throws IOException {
    SourcesFixture folder =
        SourcesFixture.in(work.resolve("folder"))
            .withChart("charts/demo", "demo", "1.0.0")
            .withChart("b", "b", "1.0.0");
    String chart = text(folder, "charts/demo/Chart.yaml");
    folder
        .with(
            "charts/demo/Chart.yaml",
            chart
                + "dependencies:\n"
                + "  - {name: b, version: 1.0.0, repository: file://../../b}\n"
                + "  - {name: c, version: 1.0.0, repository: file://../../c}\n")
        .with(
            "b/Chart.yaml",
            text(folder, "b/Chart.yaml")
                + "dependencies: [{name: demo, version: 1.0.0, repository:"
                + " file://../charts/demo}]\n");

    assertThat(refusedWithVersion(folder))
        .extracting(Finding::toString)
        .anyMatch(
            f ->
                f.contains(
                    "charts/demo/Chart.yaml:8: dependency c: file://../../c is no directory"))
        .anyMatch(f -> f.contains("b/Chart.yaml:6: dependency demo: the charts depend"));
  }

  @Test
  void aBareUnknownPlaceholderIsToldOnce() throws IOException {
    SourcesFixture folder = SourcesFixture.in(work.resolve("folder"));
    folder.with("fluxcd/kustomization.yaml", "namespace: @FOO@\nresources: [base, demo]\n");

    assertThat(refusedWithVersion(folder))
        .singleElement()
        .asString()
        .contains("fluxcd/kustomization.yaml:1: unknown placeholder @FOO@");
    folder.with("metadata.yaml", "app_name: demo\napp_version: @BAR@\n");
    assertThat(refusedWithVersion(folder).stream().filter(f -> f.file().contains("metadata")))
        .singleElement()
        .asString()
        .contains("metadata.yaml:2: unknown placeholder @BAR@");
  }

  private static String text(SourcesFixture folder, String file) throws IOException {
    return Files.readString(folder.directory().resolve(file));
  }

  private List<Finding> refused(Path folder) throws IOException {
    return refused(BuildRequest.of(folder));
  }

  private List<Finding> refusedWithVersion(SourcesFixture folder) throws IOException {
    return refused(folder.request());
  }

  private List<Finding> refused(BuildRequest request) throws IOException {
    BuildResult result = new AppBuild(BuildProgress.silent()).build(request, work.resolve("out"));
    assertThat(result).isInstanceOf(BuildResult.Refused.class);
    return ((BuildResult.Refused) result).findings();
  }
}
