/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.override.ChartOverrides.Shown;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Charts and their overrides as JSON. */
public final class ChartsJson {

  private ChartsJson() {}

  /** The charts of an application, by name, each with its namespaces. */
  public static ObjectNode list(List<ChartOverride> charts) {
    return JsonNodeFactory.instance.objectNode().set("charts", plain(charts));
  }

  /** The same without a name for the list. */
  public static ArrayNode plain(List<ChartOverride> charts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    charts.stream()
        .collect(Collectors.groupingBy(ChartOverride::chart, TreeMap::new, Collectors.toList()))
        .forEach(
            (name, ofChart) -> {
              ObjectNode chart = list.addObject();
              ArrayNode enabled = chart.putArray("enabled");
              chart.put("name", name);
              ArrayNode namespaces = chart.putArray("namespaces");
              ofChart.forEach(
                  one -> {
                    enabled.add(one.enabled());
                    namespaces.add(one.namespace());
                  });
            });
    return list;
  }

  /** All that is set for one chart. */
  public static ObjectNode show(Shown shown) {
    ChartOverride chart = shown.chart();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("attributes", YamlText.block(Map.of("enabled", chart.enabled())));
    put(json, "combined_overrides", shown.combined());
    json.put("name", chart.chart());
    json.put("namespace", chart.namespace());
    put(json, "system_overrides", chart.system());
    put(json, "user_overrides", chart.user());
    return json;
  }

  /**
   * A chart after a change: of it only what was changed, and has a value.
   *
   * @param isAttributes whether attributes were given
   * @param isValues whether values were given
   */
  public static ObjectNode changed(ChartOverride chart, boolean isAttributes, boolean isValues) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (isAttributes) {
      json.putObject("attributes").put("enabled", chart.enabled());
    }
    json.put("name", chart.chart());
    json.put("namespace", chart.namespace());
    chart.user().filter(values -> isValues).ifPresent(text -> json.put("user_overrides", text));
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<String> text) {
    text.ifPresentOrElse(some -> json.put(name, some), () -> json.putNull(name));
  }
}
