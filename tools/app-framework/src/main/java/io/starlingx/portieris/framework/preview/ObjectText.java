/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.preview;

import io.starlingx.portieris.app.diff.UnifiedDiff;
import io.starlingx.portieris.framework.view.YamlText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects as text that can be compared: keys sorted, without what the server keeps for itself, and
 * without the values of Secrets.
 */
final class ObjectText {

  private static final List<String> SERVERS_OWN =
      List.of(
          "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");
  private static final List<String> OTHERS_ANNOTATIONS =
      List.of(
          "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision");
  private static final List<String> SECRET = List.of("data", "stringData");
  private static final String MASK = "***";

  private ObjectText() {}

  /** The differing lines; empty when there are none. */
  static List<String> diff(Map<String, Object> before, Map<String, Object> after) {
    Map<String, Object> old = bare(before);
    Map<String, Object> now = bare(after);
    boolean isSecret = "Secret".equals(old.getOrDefault("kind", now.get("kind")));
    return UnifiedDiff.of(
        text(isSecret ? masked(old, now, " (before)") : old),
        text(isSecret ? masked(now, old, " (after)") : now));
  }

  private static String text(Map<String, Object> object) {
    return object.isEmpty() ? "" : YamlText.block(object);
  }

  private static Map<String, Object> bare(Map<String, Object> object) {
    Map<String, Object> bare = sorted(object);
    bare.remove("status");
    if (bare.get("metadata") instanceof Map<?, ?> found) {
      Map<String, Object> metadata = sorted(found);
      SERVERS_OWN.forEach(metadata::remove);
      if (metadata.get("annotations") instanceof Map<?, ?> present) {
        Map<String, Object> annotations = sorted(present);
        OTHERS_ANNOTATIONS.forEach(annotations::remove);
        metadata.put("annotations", annotations);
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
      bare.put("metadata", metadata);
    }
    return bare;
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            sorted.put(String.valueOf(key), sorted(value));
          }
        });
    return sorted;
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> sorted(map);
      case List<?> list -> list.stream().map(ObjectText::sorted).toList();
      default -> value;
    };
  }

  private static Map<String, Object> masked(
      Map<String, Object> secret, Map<String, Object> other, String mark) {
    Map<String, Object> masked = new TreeMap<>(secret);
    for (String member : SECRET) {
      if (secret.get(member) instanceof Map<?, ?> values) {
        Map<?, ?> others = other.get(member) instanceof Map<?, ?> map ? map : Map.of();
        Map<String, Object> hidden = new TreeMap<>();
        values.forEach(
            (key, value) -> {
              boolean isChanged = others.containsKey(key) && !value.equals(others.get(key));
              hidden.put(String.valueOf(key), isChanged ? MASK + mark : MASK);
            });
        masked.put(member, hidden);
      }
    }
    return masked;
  }
}
