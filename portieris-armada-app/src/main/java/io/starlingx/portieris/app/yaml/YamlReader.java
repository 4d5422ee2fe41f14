/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML files of unknown origin: at most 2 MiB, 200 000 values and 50 levels each, and 1 000
 * 000 values in all that one reader reads. Not for use by several threads at once.
 */
public final class YamlReader {

  /** Most bytes of a file. */
  public static final int LARGEST = 2 << 20;

  private static final int MOST_VALUES = 200_000;
  private static final int MOST_VALUES_IN_ALL = 1_000_000;
  private static final int DEEPEST = 50;
  private static final Map<Tag, Yaml.Kind> KINDS =
      Map.of(
          Tag.STR, Yaml.Kind.STRING,
          Tag.INT, Yaml.Kind.NUMBER,
          Tag.FLOAT, Yaml.Kind.NUMBER,
          Tag.BOOL, Yaml.Kind.BOOLEAN,
          Tag.NULL, Yaml.Kind.NULL);

  private int values;
  private int valuesInAll;

  /** What a single file holds. */
  public static YamlFile read(Path file) throws IOException {
    return new YamlReader().next(file);
  }

  /** What another file holds. */
  public YamlFile next(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      return YamlFile.unreadable(0, "it is larger than " + LARGEST + " bytes");
    }
    return next(Files.readAllBytes(file));
  }

  /** What another file of that content holds. */
  public YamlFile next(byte[] content) {
    values = 0;
    try {
      return new YamlFile(documents(text(content)), 0, "");
    } catch (CharacterCodingException e) {
      return YamlFile.unreadable(0, "it is not UTF-8 text");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      return YamlFile.unreadable(line, String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      return YamlFile.unreadable(0, String.valueOf(e.getMessage()));
    }
  }

  /** What another file of that content holds, which should be JSON: the same, sooner. */
  public YamlFile nextJson(byte[] content) {
    try {
      int most = Math.min(MOST_VALUES, MOST_VALUES_IN_ALL - valuesInAll);
      Optional<JsonDocument> json = JsonDocument.read(text(content), most, DEEPEST);
      if (json.isPresent()) {
        valuesInAll += json.get().values();
        return new YamlFile(List.of(json.get().value()), 0, "");
      }
    } catch (CharacterCodingException e) {
      // Told below.
    }
    return next(content);
  }

  private static String text(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }

  private List<Yaml> documents(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(DEEPEST);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LARGEST);
    List<Yaml> documents = new ArrayList<>();
    for (Node node : new org.yaml.snakeyaml.Yaml(options).composeAll(new StringReader(text))) {
      documents.add(value(node, 0));
    }
    return documents;
  }

  private Yaml value(Node node, int depth) {
    // An alias repeats what it names, so that a small file can stand for a large tree.
    if (++values > MOST_VALUES || ++valuesInAll > MOST_VALUES_IN_ALL || depth > DEEPEST) {
      throw new YAMLException("it holds too many values or levels");
    }
    int line = node.getStartMark().getLine() + 1;
    return switch (node) {
      case MappingNode mapping -> mapping(line, mapping, depth);
      case SequenceNode sequence -> {
        List<Yaml> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, depth + 1));
        }
        yield new Yaml.Sequence(line, items);
      }
      case ScalarNode scalar -> scalar(line, scalar);
      default -> throw new YAMLException("it holds a value of an unknown kind");
    };
  }

  private Yaml.Mapping mapping(int line, MappingNode mapping, int depth) {
    List<Yaml.Entry> entries = new ArrayList<>();
    List<Yaml.Entry> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      int keyLine = key.getStartMark().getLine() + 1;
      if (!(key instanceof ScalarNode name)) {
        throw new YAMLException("line " + keyLine + ": a key is not plain text");
      }
      Yaml value = value(tuple.getValueNode(), depth + 1);
      if (!name.getTag().equals(Tag.MERGE)) {
        entries.add(new Yaml.Entry(scalar(keyLine, name), value));
      } else if (value instanceof Yaml.Sequence several) {
        several.items().forEach(item -> merged.addAll(item.entries()));
      } else {
        merged.addAll(value.entries());
      }
    }
    // A key of the mapping itself wins over a merged one, an earlier merged one over a later.
    Set<String> names = new HashSet<>();
    entries.forEach(entry -> names.add(entry.key().text()));
    for (Yaml.Entry entry : merged) {
      if (names.add(entry.key().text())) {
        entries.add(entry);
      }
    }
    return new Yaml.Mapping(line, entries);
  }

  private static Yaml.Scalar scalar(int line, ScalarNode scalar) {
    return new Yaml.Scalar(
        line, scalar.getValue(), KINDS.getOrDefault(scalar.getTag(), Yaml.Kind.OTHER));
  }
}
