/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Values by path: names joined by {@code .}, positions in brackets. */
public final class FlatValues {

  private FlatValues() {}

  /** The scalars and empty collections of a document in its order; nothing of a lone scalar. */
  public static SequencedMap<String, String> of(Yaml document) {
    SequencedMap<String, String> flat = new LinkedHashMap<>();
    add(document, "", flat);
    return flat;
  }

  private static void add(Yaml value, String path, Map<String, String> flat) {
    switch (value) {
      case Yaml.Mapping mapping when !mapping.entries().isEmpty() -> {
        for (Yaml.Entry entry : mapping.entries()) {
          String name = entry.key().text();
          add(entry.value(), path.isEmpty() ? name : path + "." + name, flat);
        }
      }
      case Yaml.Sequence sequence when !sequence.items().isEmpty() -> {
        int index = 0;
        for (Yaml item : sequence.items()) {
          add(item, path + "[" + index++ + "]", flat);
        }
      }
      case Yaml.Mapping mapping -> put("{}", path, flat);
      case Yaml.Sequence sequence -> put("[]", path, flat);
      case Yaml.Scalar scalar -> put(scalar.isNull() ? "null" : scalar.text(), path, flat);
    }
  }

  private static void put(String value, String path, Map<String, String> flat) {
    if (!path.isEmpty()) {
      flat.put(path, value);
    }
  }
}
