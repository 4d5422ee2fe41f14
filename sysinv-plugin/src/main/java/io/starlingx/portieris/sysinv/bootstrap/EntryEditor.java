/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Brings an existing element of {@code applications} up to date. */
final class EntryEditor {

  private static final String FORM = "overrides with one {chart, namespace, values-path}";

  private final EditedText text;
  private final ApplicationEntry entry;

  EntryEditor(EditedText text, ApplicationEntry entry) {
    this.text = text;
    this.entry = entry;
  }

  BootstrapEdit update(NodeTuple element) throws RefusedEditException {
    ScalarNode tarball = (ScalarNode) element.getKeyNode();
    Node application = element.getValueNode();
    ApplicationsEditor.refuseAnchor(application);
    if (application.getTag().equals(Tag.NULL)) {
      return withOverrides(tarball, application);
    }
    ScalarNode valuesPath = valuesPath(application);
    boolean sameTarball = tarball.getValue().equals(entry.tarball());
    boolean sameValues = valuesPath.getValue().equals(entry.valuesPath());
    if (sameTarball && sameValues) {
      return new BootstrapEdit.Unchanged();
    }
    // The later place first, so that the earlier one stays where it is.
    EditedText edited = sameValues ? text : text.replaced(valuesPath, entry.valuesPath());
    return (sameTarball ? edited : edited.replaced(tarball, entry.tarball()))
        .edited(tarball.getStartMark().getLine() + 1);
  }

  private BootstrapEdit withOverrides(ScalarNode tarball, Node nothing)
      throws RefusedEditException {
    int column = tarball.getStartMark().getColumn() + 2;
    boolean empty = nothing.getStartMark().getIndex() == nothing.getEndMark().getIndex();
    if (!empty) {
      throw ApplicationsEditor.refused(nothing, "its entry has no overrides", FORM);
    }
    EditedText named =
        tarball.getValue().equals(entry.tarball()) ? text : text.replaced(tarball, entry.tarball());
    return named.insertedAfter(tarball.getStartMark().getIndex(), entry.overrides(column), true);
  }

  private ScalarNode valuesPath(Node application) throws RefusedEditException {
    Node overrides = child(application, "overrides");
    if (!(overrides instanceof SequenceNode list) || list.getValue().size() != 1) {
      throw ApplicationsEditor.refused(
          overrides, "its entry has not exactly one override, and only the first is applied", FORM);
    }
    Node override = list.getValue().getFirst();
    if (!isText(child(override, "chart"), entry.chart())
        || !isText(child(override, "namespace"), entry.namespace())) {
      throw ApplicationsEditor.refused(
          override, "its override is for another chart or namespace", FORM);
    }
    if (child(override, "values-path") instanceof ScalarNode path) {
      ApplicationsEditor.refuseAnchor(path);
      return path;
    }
    throw ApplicationsEditor.refused(override, "its values-path is no text", FORM);
  }

  private static Node child(Node parent, String key) throws RefusedEditException {
    ApplicationsEditor.refuseAnchor(parent);
    Optional<Node> child = Optional.empty();
    if (parent instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (isText(tuple.getKeyNode(), key)) {
          child = Optional.of(tuple.getValueNode());
        }
      }
    }
    return child.orElseThrow(
        () -> ApplicationsEditor.refused(parent, "its entry lacks " + key, FORM));
  }

  private static boolean isText(Node node, String text) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
  }
}
