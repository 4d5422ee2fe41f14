/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Go's {@code path.Match} patterns as regular expressions.
 *
 * @see <a href="https://pkg.go.dev/path#Match">Go: path.Match</a>
 */
final class GoGlob {

  private GoGlob() {}

  static String toRegex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> i = characterClass(glob, i, regex);
        case '\\' -> {
          i++;
          if (i == glob.length()) {
            throw new PatternSyntaxException("nothing follows the backslash", glob, i);
          }
          regex.append(quote(glob.charAt(i)));
        }
        default -> regex.append(quote(c));
      }
    }
    return regex.toString();
  }

  /** Appends the class that starts there; returns the index of its closing bracket. */
  private static int characterClass(String glob, int start, StringBuilder regex) {
    int i = start + 1;
    boolean inverted = i < glob.length() && glob.charAt(i) == '^';
    regex.append(inverted ? "[^/" : "[");
    if (inverted) {
      i++;
    }
    int first = i;
    for (; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == ']' && i > first) {
        regex.append(']');
        return i;
      }
      if (c == '-' && i > first) {
        regex.append('-');
      } else {
        if (c == '\\' && ++i < glob.length()) {
          c = glob.charAt(i);
        }
        regex.append('\\').append(String.format("u%04x", (int) c));
      }
    }
    throw new PatternSyntaxException("the character class is not closed", glob, start);
  }

  private static String quote(char c) {
    return Pattern.quote(String.valueOf(c));
  }
}
