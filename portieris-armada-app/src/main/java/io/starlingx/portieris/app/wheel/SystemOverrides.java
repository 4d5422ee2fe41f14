/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.starlingx.portieris.sysinv.overrides.ValueMaps;
import io.starlingx.portieris.sysinv.plugin.ChartPlugin;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import io.starlingx.portieris.sysinv.plugin.Platform;
import io.starlingx.portieris.sysinv.plugin.Platform.CloudRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values that the plugin returns to sysinv.
 *
 * @param values by HelmRelease, then namespace
 * @param variants what it returns instead on some kinds of platform
 */
public record SystemOverrides(
    Map<String, Map<String, Map<String, Object>>> values, List<Variant> variants) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** All values on one kind of platform. */
  public record Variant(Platform platform, Map<String, Map<String, Map<String, Object>>> values) {}

  public SystemOverrides {
    values = Map.copyOf(values);
    variants = List.copyOf(variants);
  }

  /** The same values everywhere. */
  public SystemOverrides(Map<String, Map<String, Map<String, Object>>> values) {
    this(values, List.of());
  }

  /** The plugin leaves every value as the chart and the static overrides have it. */
  public static SystemOverrides none() {
    return new SystemOverrides(Map.of());
  }

  /** What the plugins compute for every kind of platform. */
  public static SystemOverrides of(List<ChartPlugin> plugins, OverrideContext context) {
    Map<String, Map<String, Map<String, Object>>> values =
        compute(plugins, context.on(Platform.UNKNOWN));
    List<Variant> variants =
        Platform.kinds().stream()
            .map(platform -> new Variant(platform, compute(plugins, context.on(platform))))
            .filter(variant -> !variant.values().equals(values))
            .toList();
    return new SystemOverrides(values, variants);
  }

  private static Map<String, Map<String, Map<String, Object>>> compute(
      List<ChartPlugin> plugins, OverrideContext context) {
    Map<String, Map<String, Map<String, Object>>> values = new TreeMap<>();
    for (ChartPlugin plugin : plugins) {
      for (String namespace : plugin.namespaces()) {
        values
            .computeIfAbsent(plugin.chart(), chart -> new TreeMap<>())
            .put(namespace, plugin.overrides(namespace, context));
      }
    }
    return values;
  }

  /** The values of one release in one namespace. */
  public Optional<Map<String, Object>> of(String release, String namespace) {
    return Optional.ofNullable(values.getOrDefault(release, Map.of()).get(namespace));
  }

  /** With the charts' own values for kinds of platforms laid over. */
  SystemOverrides with(List<PluginChart> charts) {
    List<Variant> laidOver = new ArrayList<>();
    for (Platform platform : Platform.kinds()) {
      Map<String, Map<String, Map<String, Object>>> computed = on(platform);
      Map<String, Map<String, Map<String, Object>>> all = new TreeMap<>(computed);
      for (PluginChart chart : charts) {
        for (SystemTrait trait : SystemTrait.values()) {
          if (trait.isOf(platform) && chart.when().containsKey(trait)) {
            all.put(chart.name(), laidOver(all, chart, chart.when().get(trait)));
          }
        }
      }
      if (!all.equals(values)) {
        laidOver.add(new Variant(platform, all));
      }
    }
    return new SystemOverrides(values, laidOver);
  }

  private static Map<String, Map<String, Object>> laidOver(
      Map<String, Map<String, Map<String, Object>>> all,
      PluginChart chart,
      Map<String, Object> above) {
    Map<String, Map<String, Object>> merged =
        new TreeMap<>(all.getOrDefault(chart.name(), Map.of()));
    for (String namespace : chart.namespaces()) {
      merged.merge(namespace, above, ValueMaps::merge);
    }
    return merged;
  }

  private Map<String, Map<String, Map<String, Object>>> on(Platform platform) {
    return variants.stream()
        .filter(variant -> variant.platform().equals(platform))
        .map(Variant::values)
        .findFirst()
        .orElse(values);
  }

  /** JSON with sorted keys; it is YAML, too. */
  public String json() {
    return json(values);
  }

  /** The variants, each as {@code {ipv6, role, values}}. */
  public String variantsJson() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Variant variant : variants) {
      CloudRole role = variant.platform().role();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("ipv6", variant.platform().ipv6());
      entry.put("role", role == CloudRole.NONE ? null : role.name().toLowerCase(Locale.ROOT));
      entry.put("values", variant.values());
      list.add(entry);
    }
    return write(list);
  }

  /** The values of one release in one namespace as JSON with sorted keys; it is YAML, too. */
  public static String json(Map<String, ?> values) {
    return write(values);
  }

  private static String write(Object values) {
    try {
      return JSON.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the overrides are no JSON values", e);
    }
  }
}
