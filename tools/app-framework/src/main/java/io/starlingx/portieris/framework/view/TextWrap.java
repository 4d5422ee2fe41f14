/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills text into lines of a width. Lines may break at blanks and after {@code , = . :} and the
 * hyphens of words; longer words are cut.
 *
 * @see <a href="https://docs.python.org/3/library/textwrap.html">Python, textwrap</a>, which the
 *     stock client uses with these separators
 */
final class TextWrap {

  private static final Pattern SEPARATOR =
      Pattern.compile(
          "\\s+|,|=|\\.|:|[^\\s\\w]*\\w+[^0-9\\W]-(?=\\w+[^0-9\\W])|(?<=[\\w!\"'&.,?])-{2,}(?=\\w)",
          Pattern.UNICODE_CHARACTER_CLASS);

  private TextWrap() {}

  static String fill(String text, int width) {
    List<String> lines = new ArrayList<>();
    Deque<String> chunks = chunks(text.replaceAll("[\\t\\n\\x0b\\f\\r ]", " "));
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && chunks.peek().isBlank()) {
        chunks.pop();
        continue;
      }
      String line = line(chunks, width);
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return String.join("\n", lines);
  }

  private static String line(Deque<String> chunks, int width) {
    StringBuilder line = new StringBuilder();
    while (!chunks.isEmpty() && line.length() + chunks.peek().length() <= width) {
      line.append(chunks.pop());
    }
    if (line.isEmpty() && !chunks.isEmpty()) {
      String word = chunks.pop();
      line.append(word, 0, width);
      chunks.push(word.substring(width));
    } else if (!chunks.isEmpty() && chunks.peek().length() > width && line.length() < width) {
      String word = chunks.pop();
      int room = width - line.length();
      line.append(word, 0, room);
      chunks.push(word.substring(room));
    }
    return line.toString().stripTrailing();
  }

  private static Deque<String> chunks(String text) {
    Deque<String> chunks = new ArrayDeque<>();
    Matcher matcher = SEPARATOR.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        chunks.add(text.substring(end, matcher.start()));
      }
      if (matcher.end() > matcher.start()) {
        chunks.add(matcher.group());
      }
      end = matcher.end();
    }
    if (end < text.length()) {
      chunks.add(text.substring(end));
    }
    return chunks;
  }
}
