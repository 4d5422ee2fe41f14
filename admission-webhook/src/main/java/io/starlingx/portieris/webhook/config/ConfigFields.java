/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mapping of the configuration file, read key by key. Whatever is not as expected goes to the
 * list of problems with its path; {@link #end} reports the keys that nobody asked for.
 */
final class ConfigFields {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final JsonNode node;
  private final String path;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  ConfigFields(JsonNode node, String path, List<String> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    if (!node.isMissingNode() && !node.isObject()) {
      problems.add((path.isEmpty() ? "the file" : path) + ": must be a mapping");
    }
  }

  ConfigFields object(String key) {
    return new ConfigFields(value(key).orElse(MissingNode.getInstance()), at(key), problems);
  }

  List<ConfigFields> objects(String key) {
    List<ConfigFields> objects = new ArrayList<>();
    for (JsonNode element : list(key)) {
      objects.add(new ConfigFields(element, at(key) + "[" + objects.size() + "]", problems));
    }
    return objects;
  }

  /** A text; absent counts as {@code otherwise}. */
  String text(String key, String otherwise) {
    return value(key).map(value -> text(value, at(key))).orElse(otherwise);
  }

  /** A text that must be there. */
  String required(String key) {
    String text = text(key, "");
    if (text.isEmpty()) {
      problem(key, "must be given");
    }
    return text;
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(key)) {
      texts.add(text(element, at(key) + "[" + texts.size() + "]"));
    }
    return texts;
  }

  /** Absent, and whatever is neither true nor false, counts as {@code otherwise}. */
  boolean flag(String key, boolean otherwise) {
    Optional<JsonNode> value = value(key);
    if (value.isPresent() && !value.get().isBoolean()) {
      problem(key, "must be true or false");
    }
    return value.map(flag -> flag.asBoolean(otherwise)).orElse(otherwise);
  }

  int number(String key, int otherwise, int least, int most) {
    Optional<JsonNode> value = value(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    JsonNode number = value.get();
    if (!number.canConvertToInt()
        || !number.isIntegralNumber()
        || number.intValue() < least
        || number.intValue() > most) {
      problem(key, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return number.intValue();
  }

  /** Absent counts as false. */
  boolean flag(String key) {
    return flag(key, false);
  }

  /** A duration as {@code 30s}; absent counts as {@code otherwise}. */
  Duration duration(String key, Duration otherwise) {
    return convert(key, ConfigFields::duration, "must be a duration such as 500ms, 30s, 10m or 1h")
        .orElse(otherwise);
  }

  <E extends Enum<E>> E choice(String key, E otherwise, Function<E, String> name) {
    List<E> all = List.of(otherwise.getDeclaringClass().getEnumConstants());
    return convert(
            key,
            text -> all.stream().filter(each -> name.apply(each).equals(text)).findFirst(),
            "must be one of " + String.join(", ", all.stream().map(name).toList()))
        .orElse(otherwise);
  }

  /** A text converted; empty text counts as absent. */
  <T> Optional<T> convert(String key, Function<String, Optional<T>> conversion, String problem) {
    String text = text(key, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> converted = conversion.apply(text);
    if (converted.isEmpty()) {
      problem(key, problem);
    }
    return converted;
  }

  void problem(String key, String what) {
    problems.add(at(key) + ": " + what);
  }

  /** Reports every key that was not read. */
  void end() {
    for (var field : node.properties()) {
      if (!known.contains(field.getKey())) {
        problem(field.getKey(), "unknown key; accepted here: " + String.join(", ", known));
      }
    }
  }

  private Optional<JsonNode> value(String key) {
    known.add(key);
    return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
  }

  private List<JsonNode> list(String key) {
    List<JsonNode> elements = new ArrayList<>();
    value(key)
        .ifPresent(
            value -> {
              if (value.isArray()) {
                value.forEach(elements::add);
              } else {
                problem(key, "must be a list");
              }
            });
    return elements;
  }

  private String text(JsonNode value, String at) {
    if (!value.isTextual()) {
      problems.add(at + ": must be text");
      return "";
    }
    return value.textValue();
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long value = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(value);
          case "s" -> Duration.ofSeconds(value);
          case "m" -> Duration.ofMinutes(value);
          default -> Duration.ofHours(value);
        });
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
