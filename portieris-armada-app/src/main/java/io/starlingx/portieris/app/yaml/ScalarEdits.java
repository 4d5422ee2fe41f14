/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Replaces single values of a YAML text. Everything else stays as its author wrote it: order,
 * comments, line numbers.
 */
public final class ScalarEdits {

  private record Edit(int start, int end, String text) {}

  /** A value in the text. */
  public final class Scalar {
    private final ScalarNode node;

    private Scalar(ScalarNode node) {
      this.node = node;
    }

    /** What it says. */
    public String text() {
      return node.getValue();
    }

    /** Its line, from 1. */
    public int line() {
      return node.getStartMark().getLine() + 1;
    }

    /** Puts a text of one line, without quotes and backslashes, in its place. */
    public void replace(String replacement) {
      edits.add(
          new Edit(
              node.getStartMark().getIndex(),
              node.getEndMark().getIndex(),
              '"' + replacement + '"'));
    }
  }

  private final String text;
  private final List<Node> documents = new ArrayList<>();
  private final List<Edit> edits = new ArrayList<>();

  /**
   * Reads a text.
   *
   * @throws YAMLException when it is not YAML
   */
  public ScalarEdits(String text) {
    this.text = text;
    new Yaml(new LoaderOptions()).composeAll(new StringReader(text)).forEach(documents::add);
  }

  /**
   * Constructs every value, which changes nothing but may change where {@link #at} leads.
   *
   * @throws YAMLException when one cannot be, or a key is there twice
   */
  public void checkValues() {
    documents.forEach(new Values()::construct);
  }

  /** Makes values of what was parsed already. */
  private static final class Values extends SafeConstructor {
    Values() {
      super(new LoaderOptions());
      setAllowDuplicateKeys(false);
    }

    void construct(Node document) {
      constructDocument(document);
    }
  }

  /** How many documents the text holds. */
  public int documents() {
    return documents.size();
  }

  /** The scalar at a path of keys in a document, from 0. */
  public Optional<Scalar> at(int document, String... path) {
    Node here = documents.get(document);
    for (String key : path) {
      Optional<Node> next = value(here, key);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      here = next.get();
    }
    return here instanceof ScalarNode scalar ? Optional.of(new Scalar(scalar)) : Optional.empty();
  }

  /** The text with all replacements. */
  public String apply() {
    StringBuilder edited = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::start).reversed())
        .forEach(
            edit ->
                edited.replace(
                    text.offsetByCodePoints(0, edit.start()),
                    text.offsetByCodePoints(0, edit.end()),
                    edit.text()));
    return edited.toString();
  }

  private static Optional<Node> value(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return Optional.of(tuple.getValueNode());
        }
      }
    }
    return Optional.empty();
  }
}
