/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import io.starlingx.portieris.framework.store.ChartOverride;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Overrides, as the {@code helm-override-*} commands print them. */
public final class OverrideView {

  private OverrideView() {}

  /**
   * One line for each chart.
   *
   * @param isLong whether to show the attribute as well
   * @param width columns of the terminal; empty for unwrapped output
   */
  public static String list(List<ChartOverride> charts, boolean isLong, OptionalInt width) {
    Map<String, List<ChartOverride>> byName =
        charts.stream()
            .collect(
                Collectors.groupingBy(ChartOverride::chart, TreeMap::new, Collectors.toList()));
    List<String> header = new ArrayList<>(List.of("chart name", "overrides namespaces"));
    if (isLong) {
      header.add("chart enabled");
    }
    List<List<String>> rows = new ArrayList<>();
    byName.forEach(
        (name, ofChart) -> {
          List<String> row = new ArrayList<>();
          row.add(name);
          row.add(PythonText.list(ofChart.stream().map(ChartOverride::namespace).toList()));
          if (isLong) {
            row.add(
                PythonText.plain(
                    ofChart.stream()
                        .map(c -> PropertyTable.text(Optional.of(c.enabled())))
                        .toList()));
          }
          rows.add(row);
        });
    PrettyTable table = new PrettyTable(header, rows);
    return (width.isPresent() ? FittedTable.fit(table, width.getAsInt()) : table).render();
  }

  /**
   * All that is set for one chart.
   *
   * @param combined system and user values merged; empty when there are none
   */
  public static String show(ChartOverride chart, Optional<String> combined) {
    return PropertyTable.of(
        List.of(
            List.of("attributes", YamlText.block(Map.of("enabled", chart.enabled()))),
            List.of("combined_overrides", PropertyTable.text(combined)),
            List.of("name", chart.chart()),
            List.of("namespace", chart.namespace()),
            List.of("system_overrides", PropertyTable.text(chart.system())),
            List.of("user_overrides", PropertyTable.text(chart.user()))));
  }

  /**
   * A chart after a change of its attributes.
   *
   * @param isChanged whether an attribute was given
   */
  public static String modified(ChartOverride chart, boolean isChanged) {
    List<List<String>> rows = new ArrayList<>();
    if (isChanged) {
      String enabled = PropertyTable.text(Optional.of(chart.enabled()));
      rows.add(List.of("attributes", "{'enabled': " + enabled + "}"));
    }
    rows.add(List.of("name", chart.chart()));
    rows.add(List.of("namespace", chart.namespace()));
    return PropertyTable.of(rows);
  }

  /** What an update has left of the user's values. */
  public static String updated(ChartOverride chart) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("name", chart.chart()));
    rows.add(List.of("namespace", chart.namespace()));
    chart.user().ifPresent(values -> rows.add(List.of("user_overrides", values)));
    return PropertyTable.of(rows);
  }
}
