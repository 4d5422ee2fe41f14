/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartLint;
import io.starlingx.portieris.app.chart.ChartLinter;
import io.starlingx.portieris.app.manifest.Release;
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
  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  AppCheck(Path work) {
    this.work = work;
  }

  ChartLint check(BuildRequest request, AppStage stage) throws IOException {
    for (Chart chart : stage.charts()) {
      ChartLint lint = ChartLinter.lint(chart);
      errors.addAll(lint.errors());
      warnings.addAll(lint.warnings());
    }
    if (errors.isEmpty()) {
      for (Release release : stage.releases()) {
        check(release, request, stage.charts());
      }
    }
    return new ChartLint(errors, warnings);
  }

  private void check(Release release, BuildRequest request, List<Chart> charts) throws IOException {
    Optional<Chart> chart =
        charts.stream()
            .filter(c -> c.name().equals(release.chart()))
            .filter(c -> c.version().equals(release.chartVersion()))
            .findFirst();
    if (chart.isEmpty()) {
      errors.add(
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
    ChartLint lint =
        ChartLinter.lint(chart.get(), values, work.resolve("release-" + release.name()));
    String place = "with the values of HelmRelease " + release.name() + ": ";
    lint.errors().forEach(finding -> errors.add(at(place, finding)));
    // What the chart's own values already give is told once.
    lint.warnings().stream()
        .filter(finding -> !warnings.contains(finding))
        .forEach(finding -> warnings.add(at(place, finding)));
  }

  private static Finding at(String place, Finding finding) {
    return new Finding(finding.file(), finding.line(), place + finding.message());
  }
}
