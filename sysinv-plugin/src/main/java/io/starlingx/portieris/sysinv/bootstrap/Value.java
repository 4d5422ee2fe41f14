/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a bootstrap file with its place. The typed readers report a value of another kind, a
 * vaulted one and a Jinja expression, and are then empty.
 */
final class Value {

  /** Ansible's tag of an encrypted value. */
  static final Tag VAULT = new Tag("!vault");

  private static final Set<Tag> TEXT = Set.of(Tag.STR, new Tag("!unsafe"));

  private final String file;
  private final int line;
  private final String path;
  private final Node node;
  private final Findings findings;

  Value(String file, int line, String path, Node node, Findings findings) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.node = node;
    this.findings = findings;
  }

  /** The value under {@code key} of this mapping. */
  Value child(Node key, String name, Node value) {
    String below = path.isEmpty() ? name : path + "." + name;
    return new Value(file, key.getStartMark().getLine() + 1, below, value, findings);
  }

  /** The place where {@code key} should have been. */
  Value missing(String key) {
    return new Value(file, line, path.isEmpty() ? key : path + "." + key, node, findings);
  }

  /** The place that a path below this value names, as far as it is there. */
  Value below(String relative) {
    if (relative.isEmpty()) {
      return this;
    }
    return nested().stream()
        .filter(
            value ->
                relative.matches("\\Q" + value.path.substring(path.length()) + "\\E([.\\[].*)?"))
        .findFirst()
        .map(value -> value.below(relative.substring(value.path.length() - path.length())))
        .orElseGet(() -> new Value(file, line, path + named(relative), node, findings));
  }

  /** A path of names as it is; anything else may hold a mistyped {@code key:value}. */
  private static String named(String relative) {
    return relative.matches("[A-Za-z0-9._\\[\\]-]*") ? relative : ".(not a name)";
  }

  private List<Value> nested() {
    return switch (node) {
      case MappingNode mapping -> List.copyOf(new Section(this, mapping).entries().values());
      case SequenceNode sequence -> list("");
      default -> List.of();
    };
  }

  Node node() {
    return node;
  }

  String path() {
    return path;
  }

  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isText() {
    return TEXT.contains(node.getTag());
  }

  /** Whether it is true or false, not a text that says so. */
  boolean isFlag() {
    return node.getTag().equals(Tag.BOOL);
  }

  /** Whether only Ansible can tell the value: vaulted, or a Jinja expression. */
  boolean isOpaque() {
    return node.getTag().equals(VAULT) || isTemplate();
  }

  private boolean isTemplate() {
    return node.getTag().equals(Tag.STR)
        && node instanceof ScalarNode scalar
        && (scalar.getValue().contains("{{") || scalar.getValue().contains("{%"));
  }

  /** A scalar as it is written, whatever its type; empty for anything else. */
  String written() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  Optional<String> text(String accepted) {
    return scalar(accepted)
        .filter(
            scalar -> {
              boolean isText = TEXT.contains(scalar.getTag()) && !scalar.getValue().isBlank();
              if (!isText) {
                problem(
                    scalar.getValue().isBlank() ? "is empty" : "is not text; put it in quotes",
                    accepted);
              }
              return isText;
            })
        .map(ScalarNode::getValue);
  }

  /** One of {@code accepted}. */
  Optional<String> choice(List<String> accepted) {
    String list = String.join(", ", accepted);
    Optional<String> text = text(list);
    if (text.isPresent() && !accepted.contains(text.get())) {
      problem("is not one of the accepted words", list);
      return Optional.empty();
    }
    return text;
  }

  Optional<Boolean> flag() {
    Optional<ScalarNode> scalar = scalar("true, false");
    if (scalar.isPresent() && !scalar.get().getTag().equals(Tag.BOOL)) {
      problem("is neither true nor false", "true, false");
      return Optional.empty();
    }
    return scalar.map(
        s -> Set.of("true", "yes", "on").contains(s.getValue().toLowerCase(Locale.ROOT)));
  }

  OptionalInt number(int least, int most) {
    String accepted = least + " to " + most;
    Optional<ScalarNode> scalar = scalar(accepted);
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = scalar.get().getValue();
    if (scalar.get().getTag().equals(Tag.INT) && text.matches("0|[1-9][0-9]{0,5}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    }
    problem("is not a whole number in the accepted range", accepted);
    return OptionalInt.empty();
  }

  /** The elements, without those that are null. */
  List<Value> list(String accepted) {
    if (!isClear("a list")) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problem("is not a list", accepted);
      return List.of();
    }
    List<Value> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      Value value =
          new Value(
              file,
              element.getStartMark().getLine() + 1,
              path + "[" + elements.size() + "]",
              element,
              findings);
      elements.add(value);
    }
    return elements;
  }

  Optional<Section> section(String accepted) {
    if (!isClear("a mapping")) {
      return Optional.empty();
    }
    if (!(node instanceof MappingNode mapping)) {
      problem("is not a mapping", accepted);
      return Optional.empty();
    }
    return Optional.of(new Section(this, mapping));
  }

  void problem(String what, String accepted) {
    findings.problem(new Finding(file, line, path, what, accepted));
  }

  void notice(String what, String accepted) {
    findings.notice(new Finding(file, line, path, what, accepted));
  }

  private Optional<ScalarNode> scalar(String accepted) {
    if (!isClear(accepted)) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar)) {
      problem("is a list or a mapping", accepted);
      return Optional.empty();
    }
    return Optional.of(scalar);
  }

  private boolean isClear(String accepted) {
    if (node.getTag().equals(VAULT)) {
      problem("is vaulted, and its value is needed here", accepted + " in clear");
    } else if (isTemplate()) {
      problem("is a Jinja expression, which only Ansible can evaluate", accepted + " itself");
    }
    return !isOpaque();
  }
}
