/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one mapping of a descriptor, each with its kind of value. What has another kind is
 * added to the findings and counts as absent.
 *
 * @param file the file, as the user knows it
 * @param place the mapping's own key with a dot behind it; empty at the top
 * @param mapping where the values are
 * @param findings where mistakes go
 */
record Fields(String file, String place, Yaml mapping, List<Finding> findings) {

  /** Reports keys that are written twice, and those not among the accepted ones. */
  Fields accepting(Set<String> accepted) {
    Set<String> seen = new HashSet<>();
    for (Yaml.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!seen.add(key)) {
        report(entry.key().line(), "key '" + place + key + "' is written twice");
      } else if (!accepted.contains(key)) {
        report(
            entry.key().line(),
            "unknown key '"
                + place
                + key
                + "'; accepted: "
                + String.join(", ", accepted.stream().sorted().toList()));
      }
    }
    return this;
  }

  /** A text; a number is taken as it is written. */
  Optional<String> text(String key) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
      return Optional.of(scalar.text().strip());
    }
    report(value.get().line(), "'" + place + key + "' must be a text");
    return Optional.empty();
  }

  /** A text of some form. */
  Optional<String> text(String key, Naming naming) {
    Optional<String> text = text(key);
    if (text.isPresent() && !naming.accepts(text.get())) {
      report(
          mapping.lineOf(key),
          "'" + place + key + ": " + text.get() + "' must be " + naming.form());
      return Optional.empty();
    }
    return text;
  }

  /** The application's version. */
  Optional<AppVersion> version(String key) {
    Optional<String> text = text(key);
    Optional<AppVersion> version = text.flatMap(AppVersion::parse);
    if (text.isPresent() && version.isEmpty()) {
      report(
          mapping.lineOf(key),
          "'"
              + place
              + key
              + ": "
              + text.get()
              + "' is not of the form N.N-N, by which the platform tells name and version from the"
              + " tarball's file name: write "
              + AppVersion.suggestion(text.get())
              + ", or give --version "
              + AppVersion.suggestion(text.get()));
    }
    return version;
  }

  boolean flag(String key, boolean otherwise) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof Yaml.Scalar scalar
        && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return scalar.text().equals("true");
    }
    report(value.get().line(), "'" + place + key + "' must be true or false");
    return otherwise;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Yaml item : list(key)) {
      item.asText()
          .ifPresentOrElse(
              texts::add,
              () -> report(item.line(), "an entry of '" + place + key + "' must be a text"));
    }
    return texts;
  }

  List<Yaml> list(String key) {
    Optional<Yaml> value = value(key);
    if (value.isPresent() && !(value.get() instanceof Yaml.Sequence)) {
      report(value.get().line(), "'" + place + key + "' must be a list");
    }
    return mapping.items(key);
  }

  /** The mapping of a key; an empty one when there is none. */
  Fields below(String key) {
    Optional<Yaml> value = value(key);
    if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
      report(value.get().line(), "'" + place + key + "' must be a mapping");
    }
    return new Fields(
        file,
        place + key + ".",
        value
            .filter(Yaml.Mapping.class::isInstance)
            .orElse(new Yaml.Mapping(mapping.lineOf(key), List.of())),
        findings);
  }

  void report(int line, String message) {
    findings.add(new Finding(file, line, message));
  }

  private Optional<Yaml> value(String key) {
    return mapping.at(key).filter(value -> !value.isNull());
  }
}
