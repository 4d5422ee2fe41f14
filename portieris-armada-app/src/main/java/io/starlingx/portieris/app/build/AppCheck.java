/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.manifest.Release;
import io.starlingx.portieris.app.manifest.Releases;
import io.starlingx.portieris.app.wheel.SystemOverrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lints every chart as it is and with the values that each release gives it. Used once. */
final class AppCheck {

  private final Path work;
  private final List<Finding> findings = new ArrayList<>();

  AppCheck(Path work) {
    this.work = work;
  }

  List<Finding> check(BuildRequest request, AppStage stage) throws IOException {
    for (Chart chart : stage.charts()) {
      findings.addAll(ChartLinter.lint(chart));
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    for (Release release : Releases.read(stage.root().resolve("fluxcd-manifests"), findings)) {
      check(release, request, stage.charts());
    }
    return findings;
  }

  private void check(Release release, BuildRequest request, List<Chart> charts) throws IOException {
    Optional<Chart> chart =
        charts.stream()
            .filter(c -> c.name().equals(release.chart()))
            .filter(c -> c.version().equals(release.chartVersion()))
            .findFirst();
    if (chart.isEmpty()) {
      findings.add(
          Finding.of(
              "HelmRelease " + release.name(),
              "names chart "
                  + release.chart()
                  + " "
                  + release.chartVersion()
                  + ", which is not among the application's charts"));
      return;
    }
    List<Path> values = new ArrayList<>(List.of(release.staticOverrides()));
    Optional<Map<String, Object>> overrides =
        request.overrides().of(release.name(), release.namespace());
    if (overrides.isPresent()) {
      Path file = work.resolve(release.name() + "-system-overrides.yaml");
      values.add(Files.writeString(file, SystemOverrides.json(overrides.get())));
    }
    for (Finding finding :
        ChartLinter.lint(chart.get(), values, work.resolve("release-" + release.name()))) {
      findings.add(
          new Finding(
              finding.file(),
              finding.line(),
              "with the values of HelmRelease " + release.name() + ": " + finding.message()));
    }
  }
}
