/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.util.List;
import java.util.Optional;

/** A YAML value that knows its line. */
public sealed interface Yaml {

  /** Where it starts, from 1. */
  int line();

  /** Its entries in the file's order. */
  record Mapping(int line, List<Entry> entries) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One entry of a mapping. */
  record Entry(Scalar key, Yaml value) {}

  record Sequence(int line, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Scalar(int line, String text, Kind kind) implements Yaml {}

  /** What YAML 1.1 takes a scalar for. */
  enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    OTHER
  }

  /** The value at a path of keys. */
  default Optional<Yaml> at(String... path) {
    Yaml here = this;
    for (String name : path) {
      Optional<Yaml> next =
          here instanceof Mapping mapping
              ? mapping.entries().stream()
                  .filter(entry -> entry.key().text().equals(name))
                  .map(Entry::value)
                  .findFirst()
              : Optional.empty();
      if (next.isEmpty()) {
        return next;
      }
      here = next.get();
    }
    return Optional.of(here);
  }

  /** The string at a path; nothing for a number or an empty string. */
  default Optional<String> text(String... path) {
    return at(path).flatMap(Yaml::asText);
  }

  /** The items of the list at a path; none when there is no list. */
  default List<Yaml> items(String... path) {
    return at(path).orElse(this) instanceof Sequence sequence && at(path).isPresent()
        ? sequence.items()
        : List.of();
  }

  /** The entries of the mapping at a path; none when there is no mapping. */
  default List<Entry> entries(String... path) {
    return at(path).isPresent() && at(path).orElse(this) instanceof Mapping mapping
        ? mapping.entries()
        : List.of();
  }

  /** The line of the value at a path, or this one's. */
  default int lineOf(String... path) {
    return at(path).map(Yaml::line).orElse(line());
  }

  /** This as a non-empty string. */
  default Optional<String> asText() {
    return this instanceof Scalar(int line, String text, Kind kind)
            && kind == Kind.STRING
            && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Whether this is written as nothing, {@code ~} or {@code null}. */
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.kind() == Kind.NULL;
  }
}
