/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of a policy, read field by field. Whatever is not as expected goes to the list of
 * problems with its path; a null and, for text, an empty string count as absent, as they do for the
 * API server. {@link #end} reports the fields that nobody asked for.
 */
final class PolicyFields {

  /** How a problem with a field begins that no policy has. */
  static final String UNKNOWN = "unknown field";

  /** A policy may hold many thousand mistakes; so many of them are told. */
  private static final int MAX_PROBLEMS = 20;

  private static final int LONGEST_NAME = 100;

  private final JsonNode node;
  private final String path;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  PolicyFields(JsonNode node, String path, List<String> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    if (!node.isObject()) {
      problem("must be an object");
    }
  }

  /** The same object, with a list of its own that starts with {@code inherited}. */
  PolicyFields withProblems(List<String> inherited) {
    return new PolicyFields(node, path, inherited);
  }

  List<String> problems() {
    return problems;
  }

  boolean has(String field) {
    return value(field).isPresent();
  }

  Optional<String> text(String field) {
    return value(field)
        .flatMap(value -> text(value, path + "." + field))
        .filter(text -> !text.isEmpty());
  }

  Optional<Boolean> flag(String field) {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isBoolean()) {
      problem(field, "must be true or false");
      return Optional.empty();
    }
    return value.map(JsonNode::booleanValue);
  }

  /** One of {@code accepted}; anything else is a problem. */
  Optional<String> choice(String field, List<String> accepted) {
    Optional<String> text = text(field);
    if (text.isPresent() && !accepted.contains(text.get())) {
      problem(field, "must be one of " + String.join(", ", accepted));
      return Optional.empty();
    }
    return text;
  }

  Optional<JsonNode> value(String field) {
    known.add(field);
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  Optional<PolicyFields> object(String field) {
    return value(field).map(value -> new PolicyFields(value, path + "." + field, problems));
  }

  List<PolicyFields> objects(String field) {
    List<PolicyFields> objects = new ArrayList<>();
    for (JsonNode element : list(field)) {
      objects.add(
          new PolicyFields(element, path + "." + field + "[" + objects.size() + "]", problems));
    }
    return objects;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (JsonNode element : list(field)) {
      text(element, path + "." + field + "[" + index++ + "]").ifPresent(texts::add);
    }
    return texts;
  }

  void problem(String field, String what) {
    String name = field.length() > LONGEST_NAME ? field.substring(0, LONGEST_NAME) + "…" : field;
    add(path + "." + name + ": " + what);
  }

  void problem(String what) {
    add(path + ": " + what);
  }

  private void add(String problem) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    } else if (problems.size() == MAX_PROBLEMS) {
      problems.add(path + ": more problems than are told");
    }
  }

  /** Reports every field that was not read. */
  void end() {
    for (var field : node.properties()) {
      if (!known.contains(field.getKey())) {
        problem(field.getKey(), UNKNOWN + "; accepted here: " + String.join(", ", known));
      }
    }
  }

  private List<JsonNode> list(String field) {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !value.get().isArray()) {
      problem(field, "must be a list");
      return List.of();
    }
    List<JsonNode> elements = new ArrayList<>();
    value.ifPresent(array -> array.forEach(elements::add));
    return elements;
  }

  private Optional<String> text(JsonNode value, String at) {
    if (!value.isTextual()) {
      add(at + ": must be text");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }
}
