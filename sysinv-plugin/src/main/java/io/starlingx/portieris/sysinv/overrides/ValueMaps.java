/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.overrides;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Helm's view of nested values: maps merge key by key, anything else is replaced as a whole. */
public final class ValueMaps {

  private ValueMaps() {}

  /** {@code values} over {@code base}. */
  public static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> values) {
    Map<String, Object> merged = new LinkedHashMap<>(base);
    values.forEach(
        (key, value) ->
            merged.merge(
                key,
                value,
                (below, above) ->
                    below instanceof Map<?, ?> b && above instanceof Map<?, ?> a
                        ? merge(texts(b), texts(a))
                        : above));
    return frozen(merged);
  }

  /** The part of {@code values} that changes something in {@code base}. */
  static Map<String, Object> difference(Map<String, Object> values, Map<String, Object> base) {
    Map<String, Object> different = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          Object below = base.get(key);
          if (value instanceof Map<?, ?> map && below instanceof Map<?, ?> b) {
            Map<String, Object> nested = difference(texts(map), texts(b));
            if (!nested.isEmpty()) {
              different.put(key, nested);
            }
          } else if (!value.equals(below)) {
            different.put(key, value);
          }
        });
    return frozen(different);
  }

  /** An immutable copy, all the way down, in the same order. */
  static Map<String, Object> frozen(Map<?, ?> values) {
    Map<String, Object> copy = new LinkedHashMap<>();
    texts(values).forEach((key, value) -> copy.put(key, frozen(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object frozen(Object value) {
    return switch (value) {
      case Map<?, ?> map -> frozen(map);
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(frozen(element)));
        yield Collections.unmodifiableList(copy);
      }
      default -> value;
    };
  }

  /** The same map with its keys as text; a null value counts as absent. */
  static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            texts.put(String.valueOf(key), value);
          }
        });
    return texts;
  }
}
