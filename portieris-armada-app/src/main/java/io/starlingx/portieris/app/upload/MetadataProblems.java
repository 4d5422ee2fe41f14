/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.upload.MetadataProblem.Kind;
import io.starlingx.portieris.app.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Collects what is wrong with a document's values, in sysinv's words. */
final class MetadataProblems {

  private static final Set<String> FLAGS = Set.of("true", "false", "yes", "no", "y", "n", "1", "0");
  private static final int LONGEST_PATTERN = 1000;

  private final Yaml document;
  private final List<MetadataProblem> problems = new ArrayList<>();

  MetadataProblems(Yaml document) {
    this.document = document;
  }

  Yaml document() {
    return document;
  }

  List<MetadataProblem> all() {
    return List.copyOf(problems);
  }

  /** Whether the key is absent or holds a mapping. */
  boolean mapping(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Mapping)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be a dict.");
      return false;
    }
    return true;
  }

  void list(String... path) {
    Optional<Yaml> value = document.at(path);
    if (value.isPresent() && !(value.get() instanceof Yaml.Sequence)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be a list.");
    }
  }

  void text(Yaml parent, String... path) {
    Optional<Yaml> value = parent.at(path);
    if (value.isPresent()
        && !(value.get() instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Kind.STRING)) {
      invalid(Kind.SHAPE, value.get(), path[path.length - 1] + " should be (<class 'str'>,).");
    }
  }

  void flag(String section, String key) {
    Optional<Yaml> value = document.at(section, key);
    if (value.isPresent()
        && !(value.get() instanceof Yaml.Scalar scalar
            && FLAGS.contains(scalar.text().toLowerCase(Locale.ROOT)))) {
      invalid(
          Kind.FLAG,
          value.get(),
          key + " expected values: 'true', 'false', 'yes', 'no', 'y', 'n', '1' or '0'");
    }
  }

  static boolean isPattern(Yaml value) {
    Optional<String> text = value.asText();
    if (text.isEmpty() || text.get().length() > LONGEST_PATTERN) {
      return false;
    }
    try {
      Pattern.compile(text.get());
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  void invalid(Kind kind, Yaml where, String text) {
    report(kind, where, "Invalid metadata.yaml: " + text);
  }

  void report(Kind kind, Yaml where, String text) {
    problems.add(new MetadataProblem(kind, where.line(), text));
  }
}
