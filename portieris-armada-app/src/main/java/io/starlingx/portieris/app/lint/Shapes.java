/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares documents with the fields that {@code shapes.yaml} gives them. Immutable.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/api/v2/">HelmRelease API</a>
 * @see <a href="https://fluxcd.io/flux/components/source/api/v1/">HelmRepository API</a>
 * @see <a
 *     href="https://airshipit.readthedocs.io/projects/armada/en/latest/operations/documents/index.html">
 *     Armada documents</a>
 */
final class Shapes {

  private static final Pattern DURATION = Pattern.compile("([0-9]+(\\.[0-9]+)?(ms|s|m|h))+");

  private static final Yaml SHAPES = read();

  private static Yaml read() {
    try (InputStream in = Shapes.class.getResourceAsStream("shapes.yaml")) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its resource shapes.yaml");
      }
      YamlFile file = new YamlReader().next(in.readAllBytes());
      if (!file.isReadable()) {
        throw new IllegalStateException("shapes.yaml:" + file.line() + ": " + file.problem());
      }
      return file.first();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a value. */
  enum Fault {
    /** The field is not known; {@code detail} is empty. */
    UNKNOWN,
    /** The required field is missing; {@code detail} is empty. */
    MISSING,
    /** The value is of another kind; {@code detail} names the expected one. */
    KIND,
    /** The value is not one of those in {@code detail}. */
    VALUE
  }

  /**
   * A fault.
   *
   * @param line where, from 1
   * @param path names joined by {@code .}, positions in brackets
   * @param value the value's text; empty for a collection
   */
  record Problem(int line, String path, Fault fault, String value, String detail) {}

  /** Whether there is a shape of that name: API version and kind, or schema. */
  boolean isKnown(String name) {
    return shape(name).isPresent();
  }

  /** Every fault of a document of that shape. */
  List<Problem> check(String name, Yaml document) {
    List<Problem> problems = new ArrayList<>();
    shape(name).ifPresent(shape -> check(shape, document, "", problems));
    return problems;
  }

  private Optional<Yaml> shape(String name) {
    return SHAPES.at(name).filter(Yaml.Mapping.class::isInstance);
  }

  private static void check(Yaml shape, Yaml value, String path, List<Problem> problems) {
    switch (shape) {
      case Yaml.Mapping fields -> {
        if (value instanceof Yaml.Mapping mapping) {
          fields(fields, mapping, path, problems);
        } else {
          kind(value, path, "object", problems);
        }
      }
      case Yaml.Sequence list -> {
        if (value instanceof Yaml.Sequence items) {
          int index = 0;
          for (Yaml item : items.items()) {
            check(list.items().getFirst(), item, path + "[" + index++ + "]", problems);
          }
        } else if (!value.isNull()) {
          kind(value, path, "array", problems);
        }
      }
      case Yaml.Scalar type -> scalar(type.text(), value, path, problems);
    }
  }

  private static void fields(
      Yaml.Mapping fields, Yaml.Mapping value, String path, List<Problem> problems) {
    Set<String> present = new HashSet<>();
    for (Yaml.Entry entry : value.entries()) {
      String name = entry.key().text();
      present.add(name);
      String place = path.isEmpty() ? name : path + "." + name;
      Optional<Yaml> shape = field(fields, name);
      if (shape.or(() -> fields.at("*")).isPresent()) {
        check(shape.or(() -> fields.at("*")).orElseThrow(), entry.value(), place, problems);
      } else {
        problems.add(new Problem(entry.key().line(), place, Fault.UNKNOWN, "", ""));
      }
    }
    for (String name : required(fields)) {
      if (!present.contains(name)) {
        String place = path.isEmpty() ? name : path + "." + name;
        problems.add(new Problem(value.line(), place, Fault.MISSING, "", ""));
      }
    }
  }

  /** The first of that name, required or not; the others were merged in. */
  private static Optional<Yaml> field(Yaml.Mapping fields, String name) {
    return fields.entries().stream()
        .filter(field -> name(field).equals(name))
        .map(Yaml.Entry::value)
        .findFirst();
  }

  private static String name(Yaml.Entry field) {
    String name = field.key().text();
    return name.endsWith("!") ? name.substring(0, name.length() - 1) : name;
  }

  private static Set<String> required(Yaml.Mapping fields) {
    Set<String> required = new LinkedHashSet<>();
    Set<String> known = new HashSet<>();
    for (Yaml.Entry field : fields.entries()) {
      if (known.add(name(field)) && field.key().text().endsWith("!")) {
        required.add(name(field));
      }
    }
    return required;
  }

  private static void scalar(String type, Yaml value, String path, List<Problem> problems) {
    if (type.equals("any") || value.isNull()) {
      return;
    }
    if (!(value instanceof Yaml.Scalar scalar)) {
      kind(
          value,
          path,
          type.contains("|") || type.equals("duration") ? "string" : name(type),
          problems);
      return;
    }
    switch (type) {
      case "boolean" -> expect(scalar.kind() == Yaml.Kind.BOOLEAN, type, value, path, problems);
      case "integer" ->
          expect(
              scalar.kind() == Yaml.Kind.NUMBER && !scalar.text().contains("."),
              type,
              value,
              path,
              problems);
      case "text" -> expect(isText(scalar), type, value, path, problems);
      case "duration" -> {
        expect(isText(scalar), "string", value, path, problems);
        if (isText(scalar) && !DURATION.matcher(scalar.text()).matches()) {
          problems.add(
              new Problem(scalar.line(), path, Fault.VALUE, scalar.text(), "a duration as 5m"));
        }
      }
      default -> {
        List<String> words = List.of(type.split("\\|", -1));
        if (!words.contains(scalar.text())) {
          problems.add(
              new Problem(
                  scalar.line(), path, Fault.VALUE, scalar.text(), String.join(", ", words)));
        }
      }
    }
  }

  private static boolean isText(Yaml.Scalar scalar) {
    return scalar.kind() == Yaml.Kind.STRING || scalar.kind() == Yaml.Kind.OTHER;
  }

  private static void expect(
      boolean isSo, String type, Yaml value, String path, List<Problem> problems) {
    if (!isSo) {
      kind(value, path, name(type), problems);
    }
  }

  private static void kind(Yaml value, String path, String type, List<Problem> problems) {
    String text = value instanceof Yaml.Scalar scalar ? scalar.text() : "";
    problems.add(new Problem(value.line(), path, Fault.KIND, text, type));
  }

  private static String name(String type) {
    return type.equals("text") ? "string" : type;
  }
}
