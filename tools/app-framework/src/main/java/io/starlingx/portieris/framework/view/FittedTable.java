/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table whose cells are wrapped so that it fits a terminal, as the stock client does for lists: a
 * column's share of the width follows the average length of its values, no column becomes narrower
 * than its widest word, and a table that still does not fit is not wrapped at all.
 */
final class FittedTable {

  private static final String BETWEEN_WORDS = "[.:,;! ?\\\\=-_]";

  private final PrettyTable table;
  private final int room;
  private final List<Integer> minimum = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  private FittedTable(PrettyTable table, int terminalWidth) {
    this.table = table;
    this.room = terminalWidth - (3 * table.header().size() + 1);
  }

  /** The table as it is, or wrapped. */
  static PrettyTable fit(PrettyTable table, int terminalWidth) {
    if (table.rows().isEmpty()) {
      return table;
    }
    PrettyTable wrapped = new FittedTable(table, terminalWidth).wrap();
    return wrapped.width() <= terminalWidth ? wrapped : table;
  }

  private PrettyTable wrap() {
    start();
    for (int column = 0; column < widths.size(); column++) {
      narrow(column);
    }
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < row.size(); column++) {
        cells.add(cell(row.get(column), widths.get(column)));
      }
      rows.add(cells);
    }
    List<String> header =
        IntStream.range(0, widths.size())
            .mapToObj(i -> TextWrap.fill(table.header().get(i), widths.get(i)))
            .toList();
    return new PrettyTable(header, rows);
  }

  private void start() {
    List<Double> averages = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      int index = column;
      averages.add(values(index).mapToInt(PrettyTable::width).average().orElse(0));
      minimum.add(
          Stream.concat(values(index), Stream.of(table.header().get(index)))
              .map(FittedTable::widestWord)
              .max(Comparator.naturalOrder())
              .orElse(0));
    }
    double total = averages.stream().mapToDouble(Double::doubleValue).sum();
    for (int column = 0; column < averages.size(); column++) {
      int share = (int) (room * averages.get(column) / total);
      int wanted = Math.max(share, table.header().get(column).length());
      widths.add(Math.max(wanted, minimum.get(column)));
    }
  }

  private void narrow(int column) {
    int least = minimum.get(column);
    int others = sum() - widths.get(column);
    int left = room - others;
    if (widths.get(column) > left && left >= least) {
      widths.set(column, left);
    }
    if (sum() > room) {
      widths.set(column, least);
    }
  }

  private int sum() {
    return widths.stream().mapToInt(Integer::intValue).sum();
  }

  private Stream<String> values(int column) {
    return table.rows().stream().map(row -> row.get(column));
  }

  private static int widestWord(String text) {
    return Stream.of(text.split(BETWEEN_WORDS)).mapToInt(String::length).max().orElse(0) + 1;
  }

  /** A wrapped cell ends with a blank line, which keeps rows apart. */
  private static String cell(String text, int width) {
    String wrapped = TextWrap.fill(text, width);
    return wrapped.equals(text) ? text : wrapped + "\n" + " ".repeat(width - 1);
  }
}
