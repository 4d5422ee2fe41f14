/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.inspect;

import io.starlingx.portieris.app.diff.AppDifference;
import io.starlingx.portieris.app.diff.Change;
import io.starlingx.portieris.app.diff.ChartChange;
import io.starlingx.portieris.app.diff.FileChange;
import java.util.List;
import java.util.function.BinaryOperator;

/** The differences of two applications for people. */
public final class DiffText {

  private static final int LONGEST_VALUE = 60;

  private final Outline out;

  private DiffText(BinaryOperator<String> style) {
    this.out = new Outline(style);
  }

  /**
   * The whole text, ending in a line that counts.
   *
   * @param style given a colour's name and a text, the text in that colour
   */
  public static String of(AppDifference difference, BinaryOperator<String> style) {
    return new DiffText(style).text(difference);
  }

  private String text(AppDifference difference) {
    changes("Metadata", difference.metadata());
    difference.charts().forEach(this::chart);
    changes("HelmReleases", difference.releases());
    changes("Static overrides", difference.overrides());
    changes("Images that sysinv mirrors", difference.images());
    changes("Plugins", difference.plugins());
    if (!difference.files().isEmpty()) {
      out.heading("Files");
      difference.files().forEach(file -> file(1, file));
    }
    if (!difference.unreadable().isEmpty()) {
      out.heading("Not compared, because unreadable");
      difference.unreadable().forEach(reason -> out.coloured(1, "red", reason));
    }
    int count = difference.count();
    String total =
        count == 0 ? "no differences" : count + (count == 1 ? " difference" : " differences");
    out.heading(
        Outline.printable(difference.before() + " and " + difference.after() + ": " + total));
    return out.toString();
  }

  private void changes(String title, List<Change> changes) {
    if (!changes.isEmpty()) {
      out.heading(title);
      rows(1, changes);
    }
  }

  private void rows(int depth, List<Change> changes) {
    int widest = changes.stream().mapToInt(c -> c.subject().length()).max().orElse(0);
    int width = Math.min(widest, LONGEST_VALUE);
    for (Change change : changes) {
      String subject =
          change.subject() + " ".repeat(Math.max(0, width - change.subject().length()));
      String values =
          switch (change.kind()) {
            case ADDED -> cut(change.after());
            case REMOVED -> cut(change.before());
            case CHANGED -> cut(change.before()) + " became " + cut(change.after());
          };
      String line = sign(change.kind()) + " " + subject + "  " + values;
      out.coloured(depth, colour(change.kind()), line.stripTrailing());
    }
  }

  private void chart(ChartChange chart) {
    String versions =
        switch (chart.kind()) {
          case ADDED -> chart.after() + " is new";
          case REMOVED -> chart.before() + " is gone";
          case CHANGED ->
              chart.before().equals(chart.after())
                  ? chart.before() + " has other content"
                  : chart.before() + " became " + chart.after();
        };
    out.heading(Outline.printable("Chart " + chart.name() + " " + versions));
    rows(1, chart.values());
    chart.files().forEach(file -> file(1, file));
  }

  private void file(int depth, FileChange file) {
    out.coloured(depth, colour(file.kind()), sign(file.kind()) + " " + file.file());
    for (String line : file.diff()) {
      String colour =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> "green";
            case '-' -> "red";
            case '@' -> "cyan";
            default -> "";
          };
      if (colour.isEmpty()) {
        out.line(depth + 2, line);
      } else {
        out.coloured(depth + 2, colour, line);
      }
    }
  }

  private static String sign(Change.Kind kind) {
    return switch (kind) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
    };
  }

  private static String colour(Change.Kind kind) {
    return switch (kind) {
      case ADDED -> "green";
      case REMOVED -> "red";
      case CHANGED -> "yellow";
    };
  }

  private static String cut(String value) {
    return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
  }
}
