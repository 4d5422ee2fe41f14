/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.chart.ChartLint;
import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.chart.ChartStage;
import io.starlingx.portieris.app.chart.RenderedCharts;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import io.starlingx.portieris.app.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product's own folder, built as any other. */
class ProductFolderTest {

  private static final Path ROOT =
      Path.of(System.getProperty("portieris.root", ".")).toAbsolutePath();
  private static final String VALUES = "fluxcd-manifests/portieris/portieris-static-overrides.yaml";

  @TempDir Path work;

  @Test
  void isTakenByEverySysinvWithoutAWord() throws IOException {
    Unpacked app = Unpacked.build(request(""), work);

    assertThat(app.tarball()).hasFileName("portieris-26.11-1.tgz");
    assertThat(app.names(""))
        .containsExactly(
            "charts",
            "checksum.md5",
            "fluxcd-manifests",
            "manifest.yaml",
            "metadata.yaml",
            "plugins");
    assertThat(app.yaml(VALUES).text("image", "digest")).as("not pinned").isEmpty();
  }

  @Test
  void pinsTheImageForFluxAndForArmada() throws IOException {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);

    Unpacked app = Unpacked.build(request(digest), work);

    assertThat(app.yaml(VALUES).text("image", "digest")).hasValue(digest);
    assertThat(app.documents("manifest.yaml"))
        .filteredOn(document -> document.at("data", "values").isPresent())
        .extracting(document -> document.text("data", "values", "image", "digest"))
        .containsExactly(Optional.of(digest));
  }

  @Test
  void chartIsTheSameWhateverTheImage() throws IOException {
    Unpacked one = Unpacked.build(request(""), work);
    Unpacked other =
        Unpacked.build(
            request("sha256:" + "0".repeat(64)), Files.createDirectory(work.resolve("other")));

    assertThat(other.names("charts")).isEqualTo(one.names("charts"));
    Yaml release = other.yaml("fluxcd-manifests/portieris/helmrelease.yaml");
    assertThat(one.names("charts"))
        .containsExactly(
            "portieris-" + release.text("spec", "chart", "spec", "version").orElseThrow() + ".tgz");
  }

  @Test
  void helmHasNothingToSayOfTheChart() throws IOException {
    ChartStage stage = new ChartStage(() -> work, new ArrayList<>());

    assertThat(
            new ChartLinter(RenderedCharts.none())
                .lint(
                    stage.stage(ROOT.resolve("charts/portieris"), "").orElseThrow(),
                    () -> work.resolve("copy")))
        .isEqualTo(new ChartLint(List.of(), List.of()));
  }

  private static BuildRequest request(String digest) {
    return new BuildRequest(
            ROOT.resolve("manifests"),
            AppVersion.parse("26.11-1"),
            Map.of("IMAGE_REPOSITORY", "docker.io/example/webhook", "IMAGE_TAG", "1.0.0"),
            SystemOverrides.none(),
            Optional.empty())
        .withWord("IMAGE_DIGEST", digest);
  }
}
