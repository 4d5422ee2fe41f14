/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/**
 * The values that the plugin returns to sysinv.
 *
 * @param values by HelmRelease, then namespace
 */
public record SystemOverrides(Map<String, Map<String, Map<String, Object>>> values) {

  public SystemOverrides {
    values = Map.copyOf(values);
  }

  /** The plugin leaves every value as the chart and the static overrides have it. */
  public static SystemOverrides none() {
    return new SystemOverrides(Map.of());
  }

  /** The values of one release in one namespace. */
  public Optional<Map<String, Object>> of(String release, String namespace) {
    return Optional.ofNullable(values.getOrDefault(release, Map.of()).get(namespace));
  }

  /** JSON with sorted keys; it is YAML, too. */
  String json() {
    return json(values);
  }

  /** The values of one release in one namespace as JSON with sorted keys; it is YAML, too. */
  public static String json(Map<String, ?> values) {
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(values)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the overrides are no JSON values", e);
    }
  }
}
