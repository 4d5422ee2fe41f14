/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import static io.starlingx.portieris.app.lint.LintTarball.CHART;
import static io.starlingx.portieris.app.lint.LintTarball.VALUES;
import static io.starlingx.portieris.app.lint.LintTarball.chart;
import static io.starlingx.portieris.app.lint.LintTarball.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.TarballFixture;
import io.starlingx.portieris.app.inspect.Inspection.Image;
import io.starlingx.portieris.app.inspect.Inspection.Setting;
import io.starlingx.portieris.app.lint.Wheels;
import io.starlingx.portieris.app.mirror.MirroredImages.Rewrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppInspectorTest {

  private static final String WHEEL = "./plugins/demo-1.0-py3-none-any.whl";
  private static final String STATIC = "./fluxcd-manifests/demo/demo-static-overrides.yaml";

  @TempDir Path directory;

  @Test
  void tellsTheMetadataAsThePlatformReadsIt() throws IOException {
    Inspection inspection =
        inspect(clean().with("./metadata.yaml", "app_name: demo\nupgrades: {auto_update: yes}\n"));

    assertThat(inspection.metadata())
        .contains(
            new Setting("app_name", "demo", false),
            new Setting("helm_repo", "starlingx", true),
            new Setting("upgrades.auto_update", "true", false),
            new Setting("downgrades.auto_downgrade", "true", true));
  }

  @Test
  void tellsReleaseImagesAndOverrides() throws IOException {
    assertThat(inspect(clean()).releases())
        .singleElement()
        .satisfies(
            release -> {
              assertThat(release.name()).isEqualTo("demo");
              assertThat(release.namespace()).isEqualTo("demo");
              assertThat(release.chart()).isEqualTo("demo 1.0.0");
              assertThat(release.servedBy()).contains("Flux 2.3");
              assertThat(release.valuesFrom())
                  .containsExactly("demo-static-overrides.yaml", "demo-system-overrides.yaml");
              assertThat(release.images())
                  .containsExactly(
                      new Image(
                          "icr.io/demo/demo:1.0", "registry.local:9001/icr.io/demo/demo:1.0"));
              assertThat(release.staticOverrides())
                  .containsEntry("image.repository", "icr.io/demo/demo");
              assertThat(release.onMaster()).isEmpty();
            });
  }

  @Test
  void tellsWhatTheDevelopmentBranchDoesOtherwise() throws IOException {
    TarballFixture tarball =
        clean().with(STATIC, VALUES + "x: {image: {host: icr.io/a, image: b, tag: v1}}\n");

    assertThat(inspect(tarball).releases().getFirst().onMaster())
        .containsExactly(new Rewrite("x.image.image", "b", "registry.local:9001/docker.io/b"));
  }

  @Test
  void tellsChartsWithTheirDependencies() throws IOException {
    String dependency = "dependencies: [{name: d, version: 1.x, repository: 'oci://r'}]\n";
    TarballFixture tarball =
        clean()
            .with("./charts/demo-1.0.0.tgz", chart(CHART + "appVersion: 2\n" + dependency, VALUES));

    assertThat(inspect(tarball).charts())
        .singleElement()
        .satisfies(
            chart -> {
              assertThat(chart.version()).isEqualTo("1.0.0");
              assertThat(chart.appVersion()).isEqualTo("2");
              assertThat(chart.files()).isEqualTo(2);
              assertThat(chart.dependencies())
                  .containsExactly(new Inspection.Dependency("d", "1.x", "oci://r"));
            });
  }

  @Test
  void tellsEntryPointsOfAPlugin() throws IOException {
    TarballFixture tarball =
        clean().with(WHEEL, Wheels.of("k8sapp-demo", "[group]\n001_demo = k8sapp_demo.helm:A\n"));

    assertThat(inspect(tarball).plugins())
        .singleElement()
        .satisfies(
            plugin -> {
              assertThat(plugin.distribution()).isEqualTo("k8sapp-demo");
              assertThat(plugin.entryPoints())
                  .containsExactly(
                      new Inspection.EntryPoint("group", "001_demo", "k8sapp_demo.helm:A"));
            });
  }

  @Test
  void tellsEveryMemberWithModeAndSize() throws IOException {
    TarballFixture tarball = clean().withMember("./link", TarConstants.LF_SYMLINK, "/etc/passwd");

    assertThat(inspect(tarball).members())
        .contains(new Inspection.Entry("./link", "link", "0644", 0))
        .anySatisfy(
            member -> {
              assertThat(member.name()).isEqualTo("./metadata.yaml");
              assertThat(member.mode()).isEqualTo("0644");
              assertThat(member.bytes()).isPositive();
            });
  }

  @Test
  void tellsWhatSumsSayOfTheFiles() throws IOException {
    assertThat(inspect(clean()).checksum()).isEqualTo("checksum.md5 fits 9 files");
    assertThat(inspect(clean().withoutSums()).checksum()).contains("no *.md5");
    assertThat(inspect(clean().withAgain("./x", "x")).checksum()).contains("1 files have no sum");
  }

  @Test
  void ofADamagedTarballTellsWhatCanBeReadAndWhatCannot() throws IOException {
    byte[] bytes = clean().bytes();
    Path file =
        Files.write(
            directory.resolve("demo-1.0-1.tgz"), Arrays.copyOf(bytes, bytes.length * 9 / 10));

    Inspection inspection = new AppInspector().inspect(file);

    assertThat(inspection.unreadable())
        .anySatisfy(part -> assertThat(part.file()).isEqualTo("demo-1.0-1.tgz"));
    assertThat(inspection.metadata()).contains(new Setting("app_name", "demo", false));
  }

  @Test
  void damagedChartsWheelsAndYamlAreToldByName() throws IOException {
    TarballFixture tarball =
        clean()
            .with("./charts/demo-1.0.0.tgz", "x")
            .with(WHEEL, "x")
            .with(STATIC, "a: ]\n")
            .withAgain("../x", "x");

    assertThat(inspect(tarball).unreadable())
        .extracting(Inspection.Unreadable::file)
        .containsExactlyInAnyOrder(
            "../x",
            "charts/demo-1.0.0.tgz",
            "plugins/demo-1.0-py3-none-any.whl",
            "fluxcd-manifests/demo/demo-static-overrides.yaml");
  }

  @Test
  void aFolderIsInspectedAsIfPacked() throws IOException {
    Files.writeString(directory.resolve("metadata.yaml"), "app_name: demo\n");

    Inspection inspection = new AppInspector().inspect(directory);

    assertThat(inspection.sha256()).isEmpty();
    assertThat(inspection.metadata()).contains(new Setting("app_name", "demo", false));
  }

  private Inspection inspect(TarballFixture tarball) throws IOException {
    return new AppInspector().inspect(tarball.write(directory.resolve("demo-1.0-1.tgz")));
  }
}
