/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A chart that a plugin computes overrides for.
 *
 * @param name the HelmRelease's {@code metadata.name}
 * @param namespaces where it is installed, at least one
 * @param replicas path of the value, such as {@code controller.replicas}, that gets the number of
 *     provisioned controllers unless the overrides set it
 * @param when values laid over the others on a system of that trait
 */
public record PluginChart(
    String name,
    List<String> namespaces,
    Optional<String> replicas,
    Map<SystemTrait, Map<String, Object>> when) {

  public PluginChart {
    namespaces = List.copyOf(namespaces);
    Map<SystemTrait, Map<String, Object>> copy = new EnumMap<>(SystemTrait.class);
    copy.putAll(when);
    when = Collections.unmodifiableMap(copy);
  }

  /** A chart in one namespace, of which only the computed overrides are returned. */
  public static PluginChart of(String name, String namespace) {
    return new PluginChart(name, List.of(namespace), Optional.empty(), Map.of());
  }

  /** Name of the chart's Python module: {@code cert_manager} for {@code cert-manager}. */
  String module() {
    return name.replaceAll("[^a-z0-9]", "_");
  }

  /** Name of the chart's Python class: {@code CertManagerHelm} for {@code cert-manager}. */
  String className() {
    return Stream.of(name.split("[^a-z0-9]+", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining("", "", "Helm"));
  }
}
