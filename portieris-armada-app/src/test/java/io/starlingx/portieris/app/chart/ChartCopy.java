/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of the chart that renders without a cluster: what the chart asks the cluster for ({@code
 * templates/_live.tpl}) is given, and hooks, which Helm's template call leaves out, are ordinary
 * objects with their annotations under {@code was/}.
 */
final class ChartCopy {

  private ChartCopy() {}

  /**
   * Copies the chart into {@code directory}.
   *
   * @param live the live objects as JSON, by {@code Kind name}; an API version that the cluster
   *     serves beside Kubernetes' own is {@code APIVersion group/version} with the value {@code
   *     true}
   */
  static Path into(Path directory, Map<String, String> live) throws IOException {
    Path chart = directory.resolve("portieris");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(RenderedChart.chart())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = chart.resolve(RenderedChart.chart().relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, Files.readString(file).replace(" helm.sh/hook", " was/hook"));
    }
    String objects =
        live.entrySet().stream()
            .map(object -> "\"%s\" `%s`".formatted(object.getKey(), object.getValue()))
            .collect(Collectors.joining(" "));
    Files.writeString(
        chart.resolve("templates/_live.tpl"),
        """
        {{- define "portieris.live" -}}
        {{- get (dict %s) (printf "%%s %%s" (index . 1) (index . 3)) | default "{}" -}}
        {{- end -}}
        {{- define "portieris.serves" -}}
        {{- get (dict %s) (printf "APIVersion %%s" (index . 1)) -}}
        {{- end -}}
        """
            .formatted(objects, objects));
    return chart;
  }
}
