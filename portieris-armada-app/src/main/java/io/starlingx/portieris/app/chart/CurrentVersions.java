/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Spares Helm's linter a look-up that takes longer than everything else it does: whether the API
 * version of an object is deprecated. For each object it builds a table of all types of Kubernetes
 * anew. Where a template says plainly a version that is not, the linter is shown none; nothing else
 * that it checks follows from the version.
 */
final class CurrentVersions {

  private static final Pattern TEMPLATE =
      Pattern.compile("(?:charts/[^/]+/)*templates/.*\\.(?:yaml|yml|tpl)");

  /** Of an object that is written as Helm's documentation does: from the first column. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(apiVersion: *)([\"']?)(?:([a-z0-9.-]+)/)?(v[0-9a-z]+)\\2(?=[ \\t\\r]*$)",
          Pattern.MULTILINE);

  /** The kinds that are deprecated in a version that is neither alpha nor beta: 1.19 and 1.33. */
  private static final List<String> DEPRECATED = List.of("ComponentStatus", "Endpoints");

  /** Groups that only Kubernetes itself defines have no dot or end so. */
  private static final String OF_KUBERNETES = ".k8s.io";

  private CurrentVersions() {}

  /** A chart without the versions that are not deprecated. */
  static Chart without(Chart chart) throws IOException {
    SequencedMap<String, ChartFile> files = new LinkedHashMap<>(chart.files());
    for (Map.Entry<String, ChartFile> file : files.entrySet()) {
      if (TEMPLATE.matcher(file.getKey()).matches()) {
        file.setValue(ChartFile.of(without(file.getKey(), file.getValue().bytes())));
      }
    }
    return new Chart(
        chart.name(),
        chart.baseVersion(),
        chart.version(),
        chart.source(),
        files,
        chart.sha256(),
        chart.archive());
  }

  /**
   * A file of a chart without the versions that are not deprecated, in as many lines.
   *
   * @param path below the chart
   */
  static byte[] without(String path, byte[] file) {
    if (!TEMPLATE.matcher(path).matches()) {
      return file;
    }
    // Whatever the bytes are, they stay.
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (DEPRECATED.stream().anyMatch(text::contains)) {
      return file;
    }
    return LINE.matcher(text)
        .replaceAll(line -> isCurrent(line) ? "$1\"\"" : "$0")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isCurrent(MatchResult line) {
    String group = line.group(3) == null ? "" : line.group(3);
    boolean isOthers = group.contains(".") && !group.endsWith(OF_KUBERNETES);
    return isOthers || line.group(4).chars().skip(1).allMatch(Character::isDigit);
  }
}
