/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.build.BuildResult.Built;
import io.starlingx.portieris.app.build.BuildResult.Refused;
import io.starlingx.portieris.app.upload.UploadChecks;
import io.starlingx.portieris.app.upload.UploadRequest;
import io.starlingx.portieris.app.upload.UploadResult;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppBuildTest {

  @TempDir Path directory;
  private Path output;
  private SourcesFixture sources;

  @BeforeEach
  void writeSources() throws IOException {
    sources = SourcesFixture.in(directory.resolve("sources"));
    output = directory.resolve("output");
  }

  @Test
  void everyUploadCheckAcceptsTheTarball() throws IOException {
    Artifact tarball = built();

    assertThat(tarball.file()).hasFileName("demo-26.11-1.tgz").hasSize(tarball.bytes());
    assertThat(new UploadChecks().inspect(UploadRequest.of(tarball.file())))
        .isInstanceOfSatisfying(
            UploadResult.Accepted.class,
            accepted -> {
              assertThat(accepted.metadata().version()).isEqualTo("26.11-1");
              assertThat(accepted.charts()).containsExactly("charts/demo");
              assertThat(accepted.wheels()).isEmpty();
            });
  }

  @Test
  void gnuTarListsMembersAsSysinvNeedsThem() throws Exception {
    List<String> names = run(output, "tar", "-tzf", built().file().toString());

    assertThat(names.getFirst()).isEqualTo("./");
    assertThat(names)
        .allMatch(name -> name.startsWith("./"))
        .contains(
            "./metadata.yaml",
            "./manifest.yaml",
            "./fluxcd-manifests/base/helmrepository.yaml",
            "./checksum.md5")
        .noneMatch(name -> name.startsWith("./images"));
    assertThat(run(output, "tar", "-tvzf", built().file().toString()))
        .allMatch(line -> line.startsWith("drwxr-xr-x 0/0 ") || line.startsWith("-rw-r--r-- 0/0 "));
  }

  @Test
  void imageArchiveIsPackedWithItsChecksumAndAccepted() throws Exception {
    Path image = Files.writeString(directory.resolve("demo.oci.tar"), "an image");
    BuildResult result =
        new AppBuild(BuildProgress.silent())
            .build(sources.request().withImageArchives(List.of(image)), output);

    assertThat(result)
        .isInstanceOfSatisfying(
            BuildResult.Built.class,
            built -> {
              assertThat(built.components())
                  .extracting(component -> component.type() + " " + component.name())
                  .contains("container demo.oci.tar", "library demo");
              assertThat(built.warnings()).noneMatch(w -> w.toString().contains("image-archives"));
            });
    Path tarball = output.resolve("demo-26.11-1.tgz");
    assertThat(run(output, "tar", "-xOzf", tarball.toString(), "./checksum.md5"))
        .anyMatch(line -> line.endsWith("  ./image-archives/demo.oci.tar"));
  }

  @Test
  void theRealToolsExtractAndVerifyItAsSysinvDoes() throws Exception {
    Path into = extracted();

    assertThat(run(into, "md5sum", "-c", "checksum.md5"))
        .hasSizeGreaterThan(6)
        .allMatch(line -> line.endsWith(": OK"));
  }

  @Test
  void fillsVersionsAndImageIntoTheManifests() throws Exception {
    Path into = extracted();
    Path chart;
    try (Stream<Path> charts = Files.list(into.resolve("charts"))) {
      chart = charts.findFirst().orElseThrow();
    }
    String version = chart.getFileName().toString().replaceAll("demo-(.*)\\.tgz", "$1");

    assertThat(version).matches("1\\.0\\.0\\+[0-9a-f]{8}");
    assertThat(into.resolve("fluxcd-manifests/demo/helmrelease.yaml"))
        .content()
        .contains("version: \"" + version + "\"");
    assertThat(into.resolve("fluxcd-manifests/demo/demo-static-overrides.yaml"))
        .content()
        .contains("repository: \"docker.io/example/webhook\", tag: \"2\"");
    assertThat(run(into, "tar", "-xOzf", chart.toString(), "demo/Chart.yaml"))
        .contains("version: " + version);
  }

  @Test
  void anotherChartContentIsAnotherChartVersion() throws Exception {
    List<String> before = run(output, "tar", "-tzf", built().file().toString());
    sources.with("charts/demo/values.yaml", "replicas: 2\n");
    List<String> after = run(output, "tar", "-tzf", built().file().toString());

    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void sameSourcesGiveSameBytesElsewhereInAnotherTimeZone() throws IOException {
    SourcesFixture copy = SourcesFixture.in(directory.resolve("other/place"));
    String first = built().sha256();
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      BuildResult second =
          new AppBuild(BuildProgress.silent()).build(copy.request(), directory.resolve("o2"));
      assertThat(second)
          .isInstanceOfSatisfying(
              Built.class, built -> assertThat(built.tarball().sha256()).isEqualTo(first));
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void refusesABrokenTemplateWithFileAndLineAndLeavesNothing() throws IOException {
    sources.with(
        "charts/demo/templates/configmap.yaml",
        "kind: ConfigMap\nmetadata:\n  name: {{ .Values.name | nosuch }}\n");

    Finding finding = refused().getFirst();

    assertThat(finding.file()).endsWith("sources/charts/demo/templates/configmap.yaml");
    assertThat(finding.line()).isEqualTo(3);
    assertThat(finding.message()).contains("nosuch");
    assertNothingIsLeft();
  }

  @Test
  void refusesStaticOverridesThatTheChartsSchemaRefuses() throws IOException {
    sources.with("fluxcd/demo/demo-static-overrides.yaml", "replicas: many\n");

    assertThat(refused()).first().asString().contains("replicas");
  }

  @Test
  void refusesSystemOverridesThatTheChartsSchemaRefuses() throws IOException {
    SystemOverrides overrides =
        new SystemOverrides(Map.of("demo", Map.of("demo", Map.of("replicas", "many"))));

    assertThat(refused(sources.request("26.11-1", overrides)))
        .first()
        .asString()
        .contains("replicas");
  }

  @Test
  void refusesAReleaseOfAChartThatIsNotThere() throws IOException {
    sources.with(
        "fluxcd/demo/helmrelease.yaml",
        """
        kind: HelmRelease
        metadata: {name: demo, namespace: demo}
        spec: {releaseName: a, chart: {spec: {chart: other, version: 0.9.0}}}
        """);

    assertThat(refused()).first().asString().contains("other 0.9.0");
  }

  @Test
  void namesFileAndLineOfAnUnknownPlaceholder() throws IOException {
    sources.with("metadata.yaml", "app_name: demo\nclass: \"@CLASS@\"\n");

    assertThat(refused())
        .first()
        .asString()
        .contains("metadata.yaml:2:", "@CLASS@", "@APP_VERSION@, @CHART_VERSION@");
  }

  @Test
  void namesFileAndLineOfBrokenYaml() throws IOException {
    sources.with("fluxcd/kustomization.yaml", "resources:\n  - base\n :\n- [\n");

    assertThat(refused()).first().asString().contains("fluxcd/kustomization.yaml:3: is not YAML");
  }

  @Test
  void whatTheFolderLacksIsMade() throws Exception {
    sources.without("metadata.yaml").without("armada/manifest.yaml");

    assertThat(run(output, "tar", "-xOzf", built().file().toString(), "./manifest.yaml"))
        .contains("schema: armada/Manifest/v1");
  }

  @Test
  void whatTheUploadChecksRefuseIsNotPutInPlace() throws IOException {
    sources.with(
        "metadata.yaml", "app_name: demo\napp_version: \"1.0-1\"\nhelm_repo: stx-platform\n");

    assertThat(refused()).first().asString().contains("supported_k8s_version");
    assertNothingIsLeft();
  }

  @Test
  void anUnwritableOutputKeepsTheEarlierTarball() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertThatThrownBy(
            () ->
                new AppBuild(BuildProgress.silent())
                    .build(sources.request(), file.resolve("below")))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("not a directory");
  }

  @Test
  void aFailedBuildKeepsTheTarballOfTheLastOne() throws IOException {
    Artifact before = built();
    sources.with("charts/demo/templates/configmap.yaml", "{{");

    assertThat(refused()).isNotEmpty();
    assertThat(Artifact.of(before.file())).isEqualTo(before);
  }

  /** Helm is given the chart beside this one, and the digest is that of the files in the folder. */
  @Test
  void whatAChartLeavesOutIsASourceAsItLiesThere() throws IOException {
    sources
        .with(
            "charts/demo/Chart.yaml",
            """
            apiVersion: v2
            name: demo
            icon: https://example.com/icon.png
            version: 1.0.0
            dependencies: [{name: common, version: 1.x.x, repository: file://../../shared}]
            """)
        .with("charts/demo/.helmignore", "charts/common/values.yaml\n")
        .with("charts/demo/charts/common/values.yaml", "left: out\n")
        .with("shared/Chart.yaml", "apiVersion: v2\nname: common\ntype: library\nversion: 1.2.3\n")
        .with("shared/values.yaml", "packed: in\n");

    BuildResult result = new AppBuild(BuildProgress.silent()).build(sources.request(), output);

    Material folder = Material.of("application folder", sources.directory(), path -> true);
    assertThat(result)
        .isInstanceOfSatisfying(
            Built.class, built -> assertThat(built.sources()).containsExactly(folder));
  }

  private Artifact built() throws IOException {
    BuildResult result = new AppBuild(BuildProgress.silent()).build(sources.request(), output);
    assertThat(result).isInstanceOf(Built.class);
    return ((Built) result).tarball();
  }

  private List<Finding> refused() throws IOException {
    return refused(sources.request());
  }

  private List<Finding> refused(BuildRequest request) throws IOException {
    BuildResult result = new AppBuild(BuildProgress.silent()).build(request, output);
    assertThat(result).isInstanceOf(Refused.class);
    return ((Refused) result).findings();
  }

  private Path extracted() throws Exception {
    Path tarball = built().file();
    Path into = Files.createDirectory(directory.resolve("into"));
    run(
        into,
        "tar",
        "-xf",
        tarball.toString(),
        "-m",
        "--no-same-owner",
        "--no-same-permissions",
        "-C",
        into.toString());
    return into;
  }

  private void assertNothingIsLeft() {
    assertThat(output)
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
  }

  private static List<String> run(Path in, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    return lines;
  }
}
