/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a value stands in nested values, such as {@code webHooks.failurePolicy}. */
record ValuePath(List<String> keys) {

  static ValuePath of(String text) {
    return new ValuePath(List.of(text.split("\\.", -1)));
  }

  /** The value there. */
  Optional<Object> in(Map<?, ?> values) {
    Optional<Object> found = Optional.of(values);
    for (String key : keys) {
      found =
          found
              .filter(Map.class::isInstance)
              .flatMap(map -> Optional.ofNullable(((Map<?, ?>) map).get(key)));
    }
    return found;
  }

  /** The values with this one in them. */
  Map<String, Object> putInto(Map<?, ?> values, Object value) {
    Map<String, Object> result = texts(values);
    String key = keys.getFirst();
    if (keys.size() == 1) {
      result.put(key, value);
    } else {
      Map<?, ?> nested = result.get(key) instanceof Map<?, ?> map ? map : Map.of();
      result.put(key, inner().putInto(nested, value));
    }
    return result;
  }

  /** The values without this one, and without maps that are empty then. */
  Map<String, Object> removedFrom(Map<?, ?> values) {
    Map<String, Object> left = texts(values);
    String key = keys.getFirst();
    if (keys.size() == 1) {
      left.remove(key);
    } else if (left.get(key) instanceof Map<?, ?> nested) {
      Map<String, Object> rest = inner().removedFrom(nested);
      if (rest.isEmpty()) {
        left.remove(key);
      } else {
        left.put(key, rest);
      }
    }
    return left;
  }

  private ValuePath inner() {
    return new ValuePath(keys.subList(1, keys.size()));
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }
}
