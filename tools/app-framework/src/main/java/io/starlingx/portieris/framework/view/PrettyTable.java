/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.ArrayList;
import java.util.List;

/**
 * A left-aligned table with borders of {@code +}, {@code -} and {@code |}. A cell of several lines
 * takes several lines of the table.
 *
 * @param header titles of the columns
 * @param rows cells, as many in each row as there are titles
 */
record PrettyTable(List<String> header, List<List<String>> rows) {

  /** The table, every line ended; one empty line when it has no rows. */
  String render() {
    if (rows.isEmpty()) {
      return "\n";
    }
    List<Integer> widths = widths();
    StringBuilder out = new StringBuilder();
    rule(out, widths);
    row(out, header, widths);
    rule(out, widths);
    rows.forEach(row -> row(out, row, widths));
    rule(out, widths);
    return out.toString();
  }

  /** Columns that {@link #render} takes. */
  int width() {
    return widths().stream().mapToInt(width -> width + 3).sum() + 1;
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int width = width(header.get(column));
      for (List<String> row : rows) {
        width = Math.max(width, width(row.get(column)));
      }
      widths.add(width);
    }
    return widths;
  }

  private static void rule(StringBuilder out, List<Integer> widths) {
    widths.forEach(width -> out.append('+').append("-".repeat(width + 2)));
    out.append("+\n");
  }

  private static void row(StringBuilder out, List<String> cells, List<Integer> widths) {
    int height = cells.stream().mapToInt(cell -> lines(cell).length).max().orElse(1);
    for (int line = 0; line < height; line++) {
      for (int column = 0; column < cells.size(); column++) {
        String[] lines = lines(cells.get(column));
        String text = line < lines.length ? lines[line] : "";
        out.append("| ").append(text).append(" ".repeat(widths.get(column) - length(text) + 1));
      }
      out.append("|\n");
    }
  }

  static int width(String cell) {
    int width = 0;
    for (String line : lines(cell)) {
      width = Math.max(width, length(line));
    }
    return width;
  }

  private static String[] lines(String cell) {
    return cell.split("\n", -1);
  }

  private static int length(String line) {
    return line.codePointCount(0, line.length());
  }
}
