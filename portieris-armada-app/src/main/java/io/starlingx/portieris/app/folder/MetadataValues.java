/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a descriptor says for {@code metadata.yaml}, as values that mean the same in every version
 * of YAML: booleans are booleans however they are spelled, and a number is a text in the spelling
 * of its author, because sysinv refuses versions that are numbers.
 */
final class MetadataValues {

  /** The one key whose value is a number. */
  private static final String NUMBER = "apply_progress_adjust";

  private static final Set<String> IDENTITY = Set.of("app_name", "app_version");
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");

  private MetadataValues() {}

  static Map<String, Object> of(Fields metadata) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Yaml.Entry entry : metadata.mapping().entries()) {
      String key = entry.key().text();
      if (IDENTITY.contains(key)) {
        metadata.report(
            entry.key().line(),
            "'"
                + metadata.place()
                + key
                + "' comes from the application's own name and version: remove it here");
      }
      if (values.containsKey(key)) {
        metadata.report(
            entry.key().line(), "key '" + metadata.place() + key + "' is written twice");
      }
      if (key.equals(NUMBER)
          && entry.value() instanceof Yaml.Scalar scalar
          && scalar.text().matches("-?\\d{1,9}")) {
        values.put(key, Integer.valueOf(scalar.text()));
      } else if (!entry.value().isNull()) {
        values.put(key, value(entry.value()));
      }
    }
    return values;
  }

  private static Object value(Yaml value) {
    return switch (value) {
      case Yaml.Mapping mapping -> {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Yaml.Entry entry : mapping.entries()) {
          if (!entry.value().isNull()) {
            values.put(entry.key().text(), value(entry.value()));
          }
        }
        yield values;
      }
      case Yaml.Sequence sequence -> {
        List<Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(value(item)));
        yield items;
      }
      case Yaml.Scalar scalar when scalar.kind() == Yaml.Kind.BOOLEAN ->
          TRUE.contains(scalar.text().toLowerCase(Locale.ROOT));
      case Yaml.Scalar scalar -> scalar.text();
    };
  }
}
