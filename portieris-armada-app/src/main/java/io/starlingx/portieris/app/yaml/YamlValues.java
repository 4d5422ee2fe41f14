/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns YAML into maps, lists and texts that are written again without a change of meaning. */
public final class YamlValues {

  /**
   * A number, boolean, date or nothing, in its author's spelling: readers differ in what they take
   * it for, so that no reading is better than this one's.
   */
  private record Unread(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private YamlValues() {}

  /** The entries of a mapping; none when the value is something else. */
  public static Map<String, Object> map(Yaml value) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (value instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        values.put(entry.key().text(), value(entry.value()));
      }
    }
    return values;
  }

  private static Object value(Yaml value) {
    return switch (value) {
      case Yaml.Mapping mapping -> map(mapping);
      case Yaml.Sequence sequence -> {
        List<Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(value(item)));
        yield items;
      }
      case Yaml.Scalar scalar when scalar.kind() == Yaml.Kind.STRING -> scalar.text();
      case Yaml.Scalar scalar -> new Unread(scalar.isNull() ? "null" : scalar.text());
    };
  }
}
