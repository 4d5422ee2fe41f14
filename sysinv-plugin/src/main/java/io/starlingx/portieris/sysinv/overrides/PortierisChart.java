/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import io.starlingx.portieris.sysinv.plugin.ChartPlugin;
import io.starlingx.portieris.sysinv.plugin.OverrideContext;
import io.starlingx.portieris.sysinv.plugin.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugin of this project's own chart: what bootstrap says of image trust, a webhook pod per
 * controller, and what follows from the platform's network and its part in a distributed cloud.
 */
public final class PortierisChart implements ChartPlugin {

  private static final String LOCAL = "registry.local:9001/";

  /** The system controller's registry, as it and its subclouds call it. */
  private static final String CENTRAL = "registry.central:9001/";

  @Override
  public String application() {
    return Overrides.PORTIERIS;
  }

  @Override
  public String chart() {
    return Overrides.PORTIERIS;
  }

  @Override
  public List<String> namespaces() {
    return List.of(Overrides.PORTIERIS);
  }

  @Override
  public Map<String, Object> overrides(String namespace, OverrideContext context) {
    Map<String, Object> values =
        new LinkedHashMap<>(
            context
                .bootstrap()
                .map(config -> Overrides.of(config, new StaticOverrides(context.application())))
                .map(overrides -> overrides.values(chart(), namespace))
                .orElseGet(context::computed));
    Platform platform = context.platform();
    platform.controllers().ifPresent(count -> values.putIfAbsent("replicaCount", count));
    if (platform.ipv6()) {
      values.put("preferIPv6", true);
    }
    return platform.role() == Platform.CloudRole.NONE
        ? ValueMaps.frozen(values)
        : withCentralRegistry(values);
  }

  /** What the local registry mirrors, the central one mirrors under the same names. */
  private static Map<String, Object> withCentralRegistry(Map<String, Object> values) {
    if (!(values.get("trust") instanceof Map<?, ?> trust)
        || !(trust.get("identities") instanceof List<?> stated)) {
      return ValueMaps.frozen(values);
    }
    List<Object> identities = new ArrayList<>(stated);
    for (Object element : stated) {
      if (element instanceof Map<?, ?> identity
          && identity.get("prefix") instanceof String prefix
          && prefix.startsWith(LOCAL)) {
        Map<Object, Object> central = new LinkedHashMap<>(identity);
        central.put("prefix", CENTRAL + prefix.substring(LOCAL.length()));
        if (!identities.contains(central)) {
          identities.add(central);
        }
      }
    }
    return ValueMaps.merge(values, Map.of("trust", Map.of("identities", identities)));
  }
}
