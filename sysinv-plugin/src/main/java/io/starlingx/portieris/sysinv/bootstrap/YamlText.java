/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML 1.1, the language that Ansible reads, as a tree with line numbers. Tags are kept, never
 * acted on. The parser's own texts quote the file, which may hold secrets, so they are replaced.
 *
 * @see <a href="https://yaml.org/spec/1.1/">YAML 1.1</a>
 */
final class YamlText {

  private static final int DEEPEST = 40;
  private static final int MOST_ALIASES = 100;
  private static final int MOST_VALUES = 100_000;

  /** Parts of the parser's texts, and what they mean to the author of the file. */
  private static final List<Map.Entry<String, String>> MISTAKES =
      List.of(
          Map.entry("TAB", "a tab, where YAML wants spaces"),
          Map.entry("Nesting Depth", "values nested deeper than " + DEEPEST),
          Map.entry("Number of aliases", "more than " + MOST_ALIASES + " aliases (*name)"),
          Map.entry(
              "alias",
              "an alias (*name) without its anchor; a text that starts with * needs quotes"),
          Map.entry("another document", "a second document (---); one is accepted"),
          Map.entry(
              "mapping values are not allowed",
              "a ':' where none can stand; a text with ': ' needs quotes, or the indentation is wrong"),
          Map.entry(
              "could not find expected ':'",
              "a line that is no 'key: value'; the indentation is wrong, or a ':' or a quote is missing"),
          Map.entry(
              "cannot start any token",
              "a text that starts with a character that needs quotes, such as @ or %"),
          Map.entry("expected <block end>", "the indentation does not fit the lines above"),
          Map.entry("unexpected end of stream", "a quote or a bracket is never closed"),
          Map.entry("expected ','", "a quote or a bracket is never closed"),
          Map.entry(
              "tag",
              "a tag (!name) that YAML does not allow; a text that starts with ! needs quotes"));

  private YamlText() {}

  /** What text led to. */
  sealed interface Result {}

  /** There is no value in it, at most comments. */
  record Empty() implements Result {}

  /**
   * It is not YAML, or not within the limits.
   *
   * @param line from 1, 0 when unknown
   */
  record Broken(int line, String what) implements Result {}

  /** The tree; aliases make it a graph without cycles. */
  record Parsed(Node root) implements Result {}

  static Result parse(String text) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setNestingDepthLimit(DEEPEST);
      options.setMaxAliasesForCollections(MOST_ALIASES);
      options.setCodePointLimit(BootstrapReader.LARGEST_FILE);
      Composer composer =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
      Node root = composer.getSingleNode();
      return root == null || root.getTag().equals(Tag.NULL) ? new Empty() : bounded(root);
    } catch (ReaderException e) {
      return new Broken(lineOf(text, e.getPosition()), "a control character; is this a text file?");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      return new Broken(mark == null ? 0 : mark.getLine() + 1, meaning(e.getProblem()));
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return new Broken(0, meaning(String.valueOf(e.getMessage())));
    }
  }

  private static int lineOf(String text, int position) {
    int end = Math.min(position, text.length());
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private static String meaning(String problem) {
    return "not valid YAML: "
        + MISTAKES.stream()
            .filter(mistake -> problem.contains(mistake.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("the line cannot be read");
  }

  private static Result bounded(Node root) {
    long values = size(root, new IdentityHashMap<>());
    return values <= MOST_VALUES
        ? new Parsed(root)
        : new Broken(0, "aliases (*name) repeat it to more than " + MOST_VALUES + " values");
  }

  /** The number of values with every alias written out, or one more than the limit. */
  private static long size(Node node, Map<Node, Long> known) {
    Long before = known.get(node);
    if (before != null) {
      return before;
    }
    known.put(node, MOST_VALUES + 1L); // what a cycle sees
    long size = 1;
    switch (node) {
      case SequenceNode sequence -> {
        for (Node element : sequence.getValue()) {
          size += size(element, known);
        }
      }
      case MappingNode mapping -> {
        for (NodeTuple entry : mapping.getValue()) {
          size += size(entry.getKeyNode(), known) + size(entry.getValueNode(), known);
        }
      }
      default -> {}
    }
    size = Math.min(size, MOST_VALUES + 1L);
    known.put(node, size);
    return size;
  }
}
