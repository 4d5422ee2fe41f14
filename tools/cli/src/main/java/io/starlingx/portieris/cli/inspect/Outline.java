/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** An indented text with headings and aligned rows. Not for use by several threads at once. */
final class Outline {

  private static final String STEP = "  ";
  private static final int GAP = 2;

  private final StringBuilder text = new StringBuilder();
  private final BinaryOperator<String> style;

  /**
   * An empty text.
   *
   * @param style given a colour's name and a text, the text in that colour
   */
  Outline(BinaryOperator<String> style) {
    this.style = style;
  }

  void heading(String heading) {
    text.append(text.isEmpty() ? "" : "\n").append(style.apply("bold", heading)).append('\n');
  }

  void line(int depth, String line) {
    text.append(STEP.repeat(depth)).append(printable(line).stripTrailing()).append('\n');
  }

  void coloured(int depth, String colour, String line) {
    text.append(STEP.repeat(depth)).append(style.apply(colour, printable(line))).append('\n');
  }

  /** Rows whose columns begin at the same place. */
  void rows(int depth, List<List<String>> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (List<String> row : rows) {
      cells.add(row.stream().map(Outline::printable).toList());
    }
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.append(" ".repeat(width(cells, column) - cell.length() + GAP));
        }
      }
      text.append(STEP.repeat(depth)).append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> row.size() > column + 1)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }

  /** Without control characters: names and values come from whoever made the archive. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]+", "?");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
