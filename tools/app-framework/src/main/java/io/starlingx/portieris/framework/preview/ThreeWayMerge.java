/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.preview;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The state that Helm gives a live object: what the new manifest says is set, what only the old one
 * said is taken away, and what neither speaks of stays.
 *
 * @see <a
 *     href="https://helm.sh/docs/faq/changes_since_helm2/#improved-upgrade-strategy-3-way-strategic-merge-patches">Helm,
 *     3-way strategic merge patches</a>
 */
final class ThreeWayMerge {

  /** The members by which Kubernetes tells the elements of its lists apart. */
  private static final List<String> KEYS = List.of("name", "mountPath", "containerPort", "port");

  private final boolean isStrategic;

  /**
   * @param isStrategic whether lists are merged by their keys, as with Kubernetes' own kinds; else
   *     they are replaced
   */
  ThreeWayMerge(boolean isStrategic) {
    this.isStrategic = isStrategic;
  }

  /** The merged members. */
  Map<String, Object> merge(Map<?, ?> before, Map<?, ?> after, Map<?, ?> live) {
    Map<String, Object> merged = new LinkedHashMap<>();
    live.forEach(
        (key, value) -> {
          if (value != null && (after.get(key) != null || !before.containsKey(key))) {
            merged.put(String.valueOf(key), value);
          }
        });
    after.forEach(
        (key, value) -> {
          if (value != null) {
            merged.put(String.valueOf(key), value(before.get(key), value, live.get(key)));
          } else {
            merged.remove(String.valueOf(key));
          }
        });
    return merged;
  }

  private Object value(@Nullable Object before, Object after, @Nullable Object live) {
    if (after instanceof Map<?, ?> members) {
      return merge(map(before), members, map(live));
    }
    if (isStrategic && after instanceof List<?> elements && live instanceof List<?> present) {
      return list(before instanceof List<?> old ? old : List.of(), elements, present);
    }
    return after;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private Object list(List<?> before, List<?> after, List<?> live) {
    for (String key : KEYS) {
      Optional<SequencedMap<Object, Map<?, ?>>> wanted = byKey(after, key);
      Optional<SequencedMap<Object, Map<?, ?>>> present = byKey(live, key);
      if (wanted.isPresent() && present.isPresent()) {
        return list(byKey(before, key).orElseGet(LinkedHashMap::new), wanted.get(), present.get());
      }
    }
    return after;
  }

  private List<Object> list(
      Map<Object, Map<?, ?>> before, Map<Object, Map<?, ?>> after, Map<Object, Map<?, ?>> live) {
    List<Object> merged = new ArrayList<>();
    after.forEach(
        (key, element) ->
            merged.add(
                merge(
                    before.getOrDefault(key, Map.of()),
                    element,
                    live.getOrDefault(key, Map.of()))));
    live.forEach(
        (key, element) -> {
          if (!after.containsKey(key) && !before.containsKey(key)) {
            merged.add(element);
          }
        });
    return merged;
  }

  /** Empty unless each element has that member, with a value of its own. */
  private static Optional<SequencedMap<Object, Map<?, ?>>> byKey(List<?> elements, String key) {
    SequencedMap<Object, Map<?, ?>> found = new LinkedHashMap<>();
    for (Object element : elements) {
      Object value = map(element).get(key);
      if (value == null || found.put(value, map(element)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }
}
