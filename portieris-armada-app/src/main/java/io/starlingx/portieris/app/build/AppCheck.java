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

/**
 * Lints every chart as it is and with the values that each release gives it, while the build goes
 * on. Used once.
 */
final class AppCheck {

  private final WorkFolder work;
  private final ChartLinter linter;
  private final Background background;
  private final List<Background.Task<ChartLint>> charts = new ArrayList<>();
  private final List<ReleaseTask> releases = new ArrayList<>();
  private final List<Finding> missing = new ArrayList<>();

  /** The linting of a chart with a release's values. */
  private record ReleaseTask(Release release, Background.Task<ChartLint> lint) {

    Finding at(Finding finding) {
      String place = "with the values of HelmRelease " + release.name() + ": ";
      return new Finding(finding.file(), finding.line(), place + finding.message());
    }
  }

  AppCheck(WorkFolder work, ChartLinter linter, Background background) {
    this.work = work;
    this.linter = linter;
    this.background = background;
  }

  /** Begins with the charts as they are. */
  void beginCharts(List<Chart> read) {
    for (Chart chart : read) {
      String copy = "chart-" + charts.size();
      charts.add(background.begin(() -> linter.lint(chart, () -> work.onDisk(copy))));
    }
  }

  /** Begins with what the releases make of them. */
  void beginReleases(BuildRequest request, AppStage stage) throws IOException {
    for (Release release : stage.releases()) {
      begin(release, request, stage.charts());
    }
  }

  private void begin(Release release, BuildRequest request, List<Chart> known) throws IOException {
    Optional<Chart> chart =
        known.stream()
            .filter(c -> c.name().equals(release.chart()))
            .filter(c -> c.version().equals(release.chartVersion()))
            .findFirst();
    if (chart.isEmpty()) {
      missing.add(
          Finding.of(
              "HelmRelease " + release.name(),
              "names chart "
                  + release.chart()
                  + " "
                  + release.chartVersion()
                  + ", which is not among the application's charts"));
      return;
    }
    int number = releases.size();
    List<Path> values = new ArrayList<>(List.of(release.staticOverrides()));
    Optional<Map<String, Object>> overrides =
        request.overrides().of(release.name(), release.namespace());
    if (overrides.isPresent()) {
      Path file = work.staging().resolve("system-overrides-" + number + ".yaml");
      values.add(Files.writeString(file, SystemOverrides.json(overrides.get())));
    }
    String copy = "release-" + number;
    releases.add(
        new ReleaseTask(
            release,
            background.begin(() -> linter.lint(chart.get(), values, () -> work.onDisk(copy)))));
  }

  /** Waits for what Helm says. Of releases only when their charts are sound by themselves. */
  ChartLint await() throws IOException {
    List<Finding> errors = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    for (Background.Task<ChartLint> chart : charts) {
      ChartLint lint = chart.await();
      errors.addAll(lint.errors());
      warnings.addAll(lint.warnings());
    }
    if (errors.isEmpty()) {
      errors.addAll(missing);
      for (ReleaseTask task : releases) {
        ChartLint lint = task.lint().await();
        lint.errors().forEach(finding -> errors.add(task.at(finding)));
        // What the chart's own values already give is told once.
        lint.warnings().stream()
            .filter(finding -> !warnings.contains(finding))
            .forEach(finding -> warnings.add(task.at(finding)));
      }
    }
    return new ChartLint(errors, warnings);
  }
}
