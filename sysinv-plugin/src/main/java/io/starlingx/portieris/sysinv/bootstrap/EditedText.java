/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The text of a YAML file, edited at the places of its nodes. Lines get the file's own line ends.
 */
final class EditedText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String mark;
  private final String text;
  private final String lineEnd;

  EditedText(String file) throws RefusedEditException {
    this.mark = file.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    this.text = withoutMark(file);
    this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    if (text.replace("\r\n", "\n").indexOf('\r') >= 0) {
      throw new RefusedEditException(0, "has line ends of old kind (CR alone)", "LF or CR LF");
    }
  }

  static String withoutMark(String file) {
    return file.startsWith(BYTE_ORDER_MARK) ? file.substring(1) : file;
  }

  /** These lines behind everything else. */
  BootstrapEdit appended(List<String> lines) throws RefusedEditException {
    if (text.lines().anyMatch(line -> line.matches("\\.\\.\\.(\\s.*)?"))) {
      throw new RefusedEditException(0, "ends with a document end marker (...)", "no such line");
    }
    String separator = text.isEmpty() || text.endsWith("\n") ? "" : lineEnd;
    String after = text + separator + joined(lines);
    return edited(after, text.length() + separator.length(), false);
  }

  /** These lines behind the line of a key, whose empty value goes. */
  BootstrapEdit filled(Node key, Node value, List<String> lines) throws RefusedEditException {
    int start = offset(value.getStartMark());
    int end = offset(value.getEndMark());
    if (text.substring(start, end).contains("\n")
        || text.substring(offset(key.getEndMark()), start).contains("\n")) {
      throw ApplicationsEditor.refused(value, "is an empty list over several lines", "[]");
    }
    String head = text.substring(0, start);
    String tail = text.substring(end);
    boolean endsLine = tail.isEmpty() || tail.startsWith("\n") || tail.startsWith("\r");
    EditedText without =
        start == end
            ? this
            : new EditedText(mark + (endsLine ? head.stripTrailing() : head) + tail);
    return without.insertedAfter(offset(key.getEndMark()), lines, false);
  }

  /** These lines behind the line that a place is in. */
  BootstrapEdit insertedAfter(int place, List<String> lines, boolean replaces) {
    int lineBreak = text.indexOf('\n', place);
    boolean last = lineBreak < 0;
    int at = last ? text.length() : lineBreak + 1;
    String inserted = (last ? lineEnd : "") + joined(lines);
    return edited(
        text.substring(0, at) + inserted + text.substring(at),
        at + (last ? lineEnd.length() : 0),
        replaces);
  }

  /** Another text in the place of a scalar, in the same quotes. */
  EditedText replaced(ScalarNode scalar, String value) throws RefusedEditException {
    ApplicationsEditor.refuseAnchor(scalar);
    String quote =
        switch (scalar.getScalarStyle()) {
          case PLAIN -> "";
          case SINGLE_QUOTED -> "'";
          case DOUBLE_QUOTED -> "\"";
          default -> throw ApplicationsEditor.refused(scalar, "is a block of text", "one line");
        };
    return new EditedText(
        mark
            + text.substring(0, offset(scalar.getStartMark()))
            + quote
            + value
            + quote
            + text.substring(offset(scalar.getEndMark())));
  }

  BootstrapEdit edited(int line) {
    return new BootstrapEdit.Edited(mark + text, line, true);
  }

  /** Where a node's text ends, without the comments and blank lines behind it. */
  static int lastCharacter(Node node) throws RefusedEditException {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() == FlowStyle.BLOCK
        && !collection.getValue().isEmpty()) {
      Node last =
          switch (node) {
            case MappingNode mapping -> last(mapping.getValue().getLast());
            case SequenceNode sequence -> sequence.getValue().getLast();
            default -> throw new IllegalStateException("a collection of an unknown kind");
          };
      if (last.getStartMark().getIndex() < node.getStartMark().getIndex()) {
        throw ApplicationsEditor.refused(node, "ends with an alias (*)", "the value itself");
      }
      return lastCharacter(last);
    }
    return node instanceof ScalarNode scalar && isBlock(scalar)
        ? Math.max(scalar.getStartMark().getIndex(), scalar.getEndMark().getIndex() - 1)
        : node.getEndMark().getIndex();
  }

  private static Node last(NodeTuple entry) {
    return entry.getValueNode();
  }

  private static boolean isBlock(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  private int offset(Mark at) {
    return text.offsetByCodePoints(0, at.getIndex());
  }

  private String joined(List<String> lines) {
    return String.join(lineEnd, lines) + lineEnd;
  }

  private BootstrapEdit edited(String after, int place, boolean replaces) {
    long line = 1 + after.substring(0, place).chars().filter(c -> c == '\n').count();
    return new BootstrapEdit.Edited(mark + after, Math.toIntExact(line), replaces);
  }
}
