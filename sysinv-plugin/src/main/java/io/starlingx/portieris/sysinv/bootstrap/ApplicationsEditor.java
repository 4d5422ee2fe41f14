/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Puts an application into {@code applications} of a bootstrap file, in the text itself: comments,
 * order, quotes, line ends and every other byte stay. What cannot be edited safely is refused:
 * where an alias or a merge stands in the way, a list in flow style, a second key. The result is
 * read again, and is refused as well unless it differs in that one entry only.
 */
public final class ApplicationsEditor {

  private static final String KEY = "applications";
  private static final String BLOCK =
      "a list with one entry a line below it, each beginning with a dash";

  private final String file;
  private final ApplicationEntry entry;

  /**
   * An editor.
   *
   * @param file its name, for messages
   */
  public ApplicationsEditor(String file, ApplicationEntry entry) {
    this.file = file;
    this.entry = entry;
  }

  /** The edited text of a file. */
  public BootstrapEdit edit(String text) {
    try {
      BootstrapEdit edit = edited(text);
      if (edit instanceof BootstrapEdit.Edited changed) {
        check(text, changed.text());
      }
      return edit;
    } catch (RefusedEditException e) {
      return new BootstrapEdit.Refused(
          new Finding(file, e.line(), KEY, String.valueOf(e.getMessage()), e.accepted()));
    }
  }

  private BootstrapEdit edited(String text) throws RefusedEditException {
    if (text.startsWith("$ANSIBLE_VAULT;")) {
      throw new RefusedEditException(0, "the file is vaulted as a whole", "a file in clear text");
    }
    EditedText edited = new EditedText(text);
    Optional<MappingNode> root = root(text);
    if (root.isEmpty()) {
      return edited.appended(block(0));
    }
    List<NodeTuple> found = new ArrayList<>();
    for (NodeTuple variable : root.get().getValue()) {
      if (variable.getKeyNode().getTag().equals(Tag.MERGE)) {
        throw refused(variable.getKeyNode(), "a merge (<<) may hold it", "variables of their own");
      }
      String name = variable.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      if (name.equals("vault_" + KEY)) {
        throw refused(variable.getKeyNode(), "comes from vault_" + KEY, KEY + " in clear text");
      }
      if (name.equals(KEY)) {
        found.add(variable);
      }
    }
    if (found.size() > 1) {
      throw refused(found.get(1).getKeyNode(), "the key is there twice", "once");
    }
    return found.isEmpty()
        ? edited.appended(block(root.get().getStartMark().getColumn()))
        : inList(edited, found.getFirst());
  }

  private static Optional<MappingNode> root(String text) throws RefusedEditException {
    return switch (YamlText.parse(EditedText.withoutMark(text))) {
      case YamlText.Empty empty -> Optional.empty();
      case YamlText.Broken(int line, String what) -> throw new RefusedEditException(line, what, "");
      case YamlText.Parsed(MappingNode mapping)
          when mapping.getFlowStyle() == FlowStyle.BLOCK && mapping.getAnchor() == null ->
          Optional.of(mapping);
      case YamlText.Parsed(Node other) ->
          throw refused(other, "the file is no plain list of variables", "each as name: value");
    };
  }

  private List<String> block(int column) {
    List<String> lines = new ArrayList<>(List.of(" ".repeat(column) + KEY + ":"));
    lines.addAll(entry.lines(column + 2));
    return lines;
  }

  private BootstrapEdit inList(EditedText edited, NodeTuple variable) throws RefusedEditException {
    Node key = variable.getKeyNode();
    Node value = variable.getValueNode();
    refuseAnchor(value);
    boolean isEmptyList = value instanceof SequenceNode list && list.getValue().isEmpty();
    if (value.getTag().equals(Tag.NULL) || isEmptyList) {
      return edited.filled(key, value, entry.lines(key.getStartMark().getColumn() + 2));
    }
    if (!(value instanceof SequenceNode list)) {
      throw refused(value, "is not a list that can be edited", BLOCK);
    }
    List<NodeTuple> own = new ArrayList<>();
    for (Node element : list.getValue()) {
      if (element instanceof MappingNode application) {
        for (NodeTuple named : application.getValue()) {
          if (named.getKeyNode() instanceof ScalarNode name
              && entry.isOfSameApplication(name.getValue())) {
            refuseSeveral(application);
            own.add(named);
          }
        }
      }
    }
    if (own.size() > 1) {
      throw refused(
          own.get(1).getKeyNode(), "has " + own.size() + " entries for " + entry.chart(), "one");
    }
    if (!own.isEmpty()) {
      return new EntryEditor(edited, entry).update(own.getFirst());
    }
    if (list.getFlowStyle() != FlowStyle.BLOCK) {
      throw refused(value, "is a list in brackets", BLOCK);
    }
    return edited.insertedAfter(
        EditedText.lastCharacter(list), entry.lines(list.getStartMark().getColumn()), false);
  }

  private static void refuseSeveral(MappingNode application) throws RefusedEditException {
    refuseAnchor(application);
    if (application.getValue().size() != 1) {
      throw refused(
          application, "Malformed application yaml: an entry has several keys", "one key");
    }
  }

  static void refuseAnchor(Node node) throws RefusedEditException {
    if (node.getAnchor() != null) {
      throw refused(node, "an anchor (&) or alias (*) is in the way", "the value itself");
    }
  }

  static RefusedEditException refused(Node at, String what, String accepted) {
    return new RefusedEditException(at.getStartMark().getLine() + 1, what, accepted);
  }

  /** Reads what was written: it must say what it said before, and the entry. */
  private void check(String before, String after) throws RefusedEditException {
    List<String> others = new ArrayList<>();
    Optional<MappingNode> old = root(before);
    if (old.isPresent()) {
      others.addAll(new VariablesText(entry).others(old.get()));
    }
    Optional<MappingNode> now = root(after);
    boolean same =
        now.isPresent()
            && new VariablesText(entry).others(now.get()).equals(others)
            && edited(after) instanceof BootstrapEdit.Unchanged;
    if (!same) {
      throw new RefusedEditException(0, "cannot be edited without changing other values", BLOCK);
    }
  }
}
