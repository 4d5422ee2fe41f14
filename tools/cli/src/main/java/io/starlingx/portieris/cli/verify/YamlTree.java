/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a YAML document into the JSON that kubectl would send for it. */
final class YamlTree {

  private static final List<String> TRUE = List.of("true", "yes", "on");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path file;

  YamlTree(Path file) {
    this.file = file;
  }

  JsonNode json(Node node) {
    return switch (node) {
      case MappingNode mapping -> object(mapping);
      case SequenceNode sequence -> {
        check(node, Tag.SEQ);
        ArrayNode array = JSON.arrayNode();
        sequence.getValue().forEach(element -> array.add(json(element)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw mistake(node, "an alias cannot be used here");
    };
  }

  private ObjectNode object(MappingNode mapping) {
    check(mapping, Tag.MAP);
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.MERGE)) {
        throw mistake(tuple.getKeyNode(), "a key must be plain text");
      }
      if (object.has(key.getValue())) {
        throw mistake(key, "found duplicate key " + key.getValue());
      }
      object.set(key.getValue(), json(tuple.getValueNode()));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    String value = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(TRUE.contains(value.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) && value.matches("-?(0|[1-9][0-9]{0,30})")) {
      return JSON.numberNode(new BigInteger(value));
    }
    if (!List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP).contains(tag)) {
      throw mistake(scalar, "the tag " + tag + " is not accepted");
    }
    return JSON.textNode(value);
  }

  private void check(Node node, Tag expected) {
    if (!node.getTag().equals(expected)) {
      throw mistake(node, "the tag " + node.getTag() + " is not accepted");
    }
  }

  private InputException mistake(Node node, String what) {
    return new InputException(file + ":" + (node.getStartMark().getLine() + 1) + ": " + what);
  }
}
