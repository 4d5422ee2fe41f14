/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as trees of mappings. */
public final class ValueTrees {

  private ValueTrees() {}

  /** The second over the first; mappings are merged, everything else is replaced. */
  public static Map<String, Object> merge(Map<String, Object> lower, Map<String, Object> upper) {
    Map<String, Object> merged = new LinkedHashMap<>(lower);
    upper.forEach(
        (key, value) ->
            merged.put(
                key,
                value instanceof Map<?, ?> && merged.get(key) instanceof Map<?, ?>
                    ? merge(mapping(merged.get(key)), mapping(value))
                    : value));
    return merged;
  }

  /**
   * The same tree with a value at a path whose keys may hold dots themselves.
   *
   * @param pattern a tree that has the path where {@code tree} has not
   */
  public static Map<String, Object> put(
      Map<String, Object> tree, Map<String, Object> pattern, String path, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(tree);
    for (String key : merge(pattern, tree).keySet()) {
      if (path.equals(key)) {
        changed.put(key, value);
        return changed;
      }
      if (path.startsWith(key + ".")) {
        changed.put(
            key,
            put(
                mapping(tree.get(key)),
                mapping(pattern.get(key)),
                path.substring(key.length() + 1),
                value));
        return changed;
      }
    }
    return changed;
  }

  /** A mapping as one with texts for keys; anything else is an empty one. */
  public static Map<String, Object> mapping(@Nullable Object value) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> mapping.put(String.valueOf(key), inner));
    }
    return mapping;
  }
}
