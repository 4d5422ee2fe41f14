/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartPacker;
import io.starlingx.portieris.app.chart.ChartStage;
import io.starlingx.portieris.app.manifest.ManifestStage;
import io.starlingx.portieris.app.manifest.Placeholders;
import io.starlingx.portieris.app.wheel.PluginWheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files of one build, as they come to be. Used once. */
final class AppStage {

  /** The chart whose version the manifests name. */
  private static final String CHART = "portieris";

  private final Path expanded;
  private final Path root;
  private final List<Chart> charts = new ArrayList<>();

  AppStage(Path work) {
    this.expanded = work.resolve("charts");
    this.root = work.resolve("app");
  }

  /** Where the tarball's files are. */
  Path root() {
    return root;
  }

  List<Chart> charts() {
    return charts;
  }

  List<Finding> stage(BuildRequest request) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Files.createDirectory(expanded);
    Files.createDirectory(root);
    charts.addAll(new ChartStage(expanded, findings).stage(request.charts()));
    if (!findings.isEmpty()) {
      return findings;
    }
    String version = "";
    for (Chart chart : charts) {
      if (chart.name().equals(CHART)) {
        version = chart.version();
      }
    }
    if (version.isEmpty()) {
      return List.of(Finding.of(request.charts().toString(), "holds no chart named " + CHART));
    }
    Placeholders placeholders =
        new Placeholders(
            Map.of(
                "APP_VERSION", request.version().text(),
                "CHART_VERSION", version,
                "IMAGE_REPOSITORY", request.image().repository(),
                "IMAGE_TAG", request.image().tag()));
    new ManifestStage(placeholders, findings).stage(request.manifests(), root);
    return findings;
  }

  /** Adds what is made from the checked sources: chart archives, wheel, checksums. */
  void pack(BuildRequest request) throws IOException {
    Path archives = Files.createDirectory(root.resolve("charts"));
    for (Chart chart : charts) {
      ChartPacker.pack(chart, archives);
    }
    Path plugins = Files.createDirectory(root.resolve("plugins"));
    PluginWheel.write(request.version(), request.overrides(), plugins);
    Checksums.write(root);
  }
}
