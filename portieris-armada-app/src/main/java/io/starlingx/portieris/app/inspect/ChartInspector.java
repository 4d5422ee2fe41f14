/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.inspect;

import io.starlingx.portieris.app.archive.Member;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.inspect.Inspection.Chart;
import io.starlingx.portieris.app.inspect.Inspection.Dependency;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.util.List;

/** A chart archive by its {@code Chart.yaml}. */
final class ChartInspector {

  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  private ChartInspector() {}

  static Chart inspect(ChartArchive chart) {
    Yaml document = chart.chart().map(YamlFile::first).orElse(NOTHING);
    List<Dependency> dependencies =
        document.items("dependencies").stream()
            .map(
                item ->
                    new Dependency(
                        text(item, "name"), text(item, "version"), text(item, "repository")))
            .toList();
    List<Member> files = chart.members().stream().filter(Member::isFile).toList();
    return new Chart(
        chart.file(),
        text(document, "name"),
        text(document, "version"),
        text(document, "appVersion"),
        dependencies,
        files.size(),
        files.stream().mapToLong(Member::size).sum());
  }

  /** A scalar of any kind: {@code appVersion: 1.0} is a number. */
  private static String text(Yaml document, String key) {
    return document.at(key).orElse(NOTHING) instanceof Yaml.Scalar scalar ? scalar.text() : "";
  }
}
