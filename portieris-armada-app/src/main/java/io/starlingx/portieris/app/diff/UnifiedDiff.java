/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two texts line by line, in unified format with three lines of context.
 *
 * @see <a href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">GNU
 *     diffutils, unified format</a>
 */
public final class UnifiedDiff {

  private static final int CONTEXT = 3;
  private static final int MOST_CELLS = 4_000_000;

  /** A line of the comparison: {@code ' '}, {@code '-'} or {@code '+'} before its text. */
  private record Line(char sign, String text, int before, int after) {}

  private UnifiedDiff() {}

  /** The differing parts; one line that says so when they are no texts or too large. */
  static List<String> of(byte[] before, byte[] after) {
    Optional<List<String>> old = lines(before);
    Optional<List<String>> current = lines(after);
    if (old.isEmpty() || current.isEmpty()) {
      return List.of("binary content differs");
    }
    return of(old.get(), current.get());
  }

  /** The differing parts of two texts; empty when they are alike. */
  public static List<String> of(String before, String after) {
    return of(before.lines().toList(), after.lines().toList());
  }

  private static Optional<List<String>> lines(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text.lines().toList());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static List<String> of(List<String> before, List<String> after) {
    int start = 0;
    int most = Math.min(before.size(), after.size());
    while (start < most && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<String> old = before.subList(start, before.size() - end);
    List<String> current = after.subList(start, after.size() - end);
    if ((long) old.size() * current.size() > MOST_CELLS) {
      return List.of(old.size() + " lines became " + current.size());
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < start; i++) {
      lines.add(new Line(' ', before.get(i), i, i));
    }
    middle(old, current, start, lines);
    for (int i = end; i > 0; i--) {
      lines.add(new Line(' ', before.get(before.size() - i), before.size() - i, after.size() - i));
    }
    return hunks(lines);
  }

  /** By the longest common subsequence of lines. */
  private static void middle(List<String> before, List<String> after, int start, List<Line> lines) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i), start + i++, start + j++));
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', before.get(i), start + i++, start + j));
      } else {
        lines.add(new Line('+', after.get(j), start + i, start + j++));
      }
    }
  }

  private static List<String> hunks(List<Line> lines) {
    List<String> text = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      if (lines.get(i).sign() == ' ') {
        i++;
        continue;
      }
      int from = Math.max(0, i - CONTEXT);
      int last = i;
      for (int j = i; j < lines.size() && j <= last + 2 * CONTEXT; j++) {
        if (lines.get(j).sign() != ' ') {
          last = j;
        }
      }
      int to = Math.min(lines.size(), last + CONTEXT + 1);
      hunk(lines.subList(from, to), text);
      i = to;
    }
    return text;
  }

  private static void hunk(List<Line> lines, List<String> text) {
    long before = lines.stream().filter(line -> line.sign() != '+').count();
    long after = lines.stream().filter(line -> line.sign() != '-').count();
    Line first = lines.getFirst();
    text.add("@@ -" + range(first.before(), before) + " +" + range(first.after(), after) + " @@");
    for (Line line : lines) {
      text.add(line.sign() + line.text());
    }
  }

  private static String range(int start, long count) {
    // An empty range names the line before it.
    return (count == 0 ? start : start + 1) + (count == 1 ? "" : "," + count);
  }
}
