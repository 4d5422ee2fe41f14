/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The chart archives by themselves. */
final class ChartChecks {

  private ChartChecks() {}

  /** Whether Helm can be expected to read the chart. */
  static boolean isSound(ChartArchive chart) {
    return chart.refusal().isEmpty()
        && chart.name().isPresent()
        && chart.version().isPresent()
        && chart.documents().values().stream().allMatch(YamlFile::isReadable);
  }

  static void check(Application app, Findings findings) throws IOException {
    Map<String, String> known = new HashMap<>();
    for (ChartArchive chart : app.charts()) {
      String name = chart.file().substring(chart.file().lastIndexOf('/') + 1);
      if (!chart.refusal().isEmpty()) {
        findings.add(
            FluxRules.CHART_ARCHIVE,
            chart.file(),
            "failed to extract tar file " + name + ". (" + chart.refusal() + ")");
      } else if (chart.file().startsWith("charts/")) {
        content(chart, name, findings);
        same(app, chart, known, findings);
      }
    }
  }

  private static void content(ChartArchive chart, String fileName, Findings findings) {
    Optional<YamlFile> yaml = chart.chart();
    if (yaml.isEmpty()) {
      findings.add(FluxRules.CHART_ARCHIVE, chart.file(), "holds no <chart>/Chart.yaml");
      return;
    }
    if (!yaml.get().isReadable()) {
      findings.add(
          FluxRules.CHART_ARCHIVE,
          chart.file(),
          "one or more charts failed validation. (Chart.yaml:"
              + yaml.get().line()
              + " is not YAML: "
              + yaml.get().problem()
              + ")");
      return;
    }
    for (String key : new String[] {"apiVersion", "name", "version"}) {
      if (yaml.get().first().text(key).isEmpty()) {
        findings.add(
            FluxRules.CHART_ARCHIVE,
            chart.file(),
            "one or more charts failed validation. (Chart.yaml lacks " + key + " as a string)");
      }
    }
    chart
        .values()
        .filter(values -> !values.isReadable())
        .ifPresent(
            values ->
                findings.add(
                    FluxRules.CHART_ARCHIVE,
                    chart.file(),
                    "one or more charts failed validation. (values.yaml:"
                        + values.line()
                        + " is not YAML: "
                        + values.problem()
                        + ")"));
    String expected =
        chart.name().orElse("") + "-" + chart.version().orElse("").replace('+', '.') + ".tgz";
    if (chart.name().isPresent()
        && chart.version().isPresent()
        && !fileName.replace('+', '.').equals(expected)) {
      findings.add(
          FluxRules.CHART_NAME,
          chart.file(),
          "holds chart " + chart.name().get() + " " + chart.version().get());
    }
  }

  private static void same(
      Application app, ChartArchive chart, Map<String, String> known, Findings findings)
      throws IOException {
    String version = chart.name().orElse("") + " " + chart.version().orElse("");
    String other = known.putIfAbsent(version, chart.file());
    if (other != null) {
      Path one = app.root().resolve(other);
      if (Files.mismatch(one, app.root().resolve(chart.file())) >= 0) {
        findings.add(
            FluxRules.CHART_SAME,
            chart.file(),
            "The incoming chart "
                + version
                + " matches the same version of an existing chart in the repository that has a"
                + " different implementation.");
      }
    }
  }
}
