/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

/**
 * The parts of an image reference that every decision reads several times, character by character:
 * as regular expressions they would be a twentieth of what an admission costs.
 *
 * @see <a href="https://github.com/distribution/reference">Reference grammar</a>
 */
final class ReferenceGrammar {

  private static final int MAX_TAG = 128;
  private static final int SHA256_LENGTH = 64;

  private ReferenceGrammar() {}

  /** 64 lower-case hexadecimal digits. */
  static boolean isSha256(String text) {
    return text.length() == SHA256_LENGTH && endOfHex(text) == SHA256_LENGTH;
  }

  private static int endOfHex(String text) {
    int at = 0;
    while (at < text.length() && (isDigit(text.charAt(at)) || isIn(text.charAt(at), 'a', 'f'))) {
      at++;
    }
    return at;
  }

  /** Letters, digits, {@code _}, and behind the first character {@code .} and {@code -}. */
  static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_TAG) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isWord = isLowerOrDigit(c) || isIn(c, 'A', 'Z') || c == '_';
      if (!isWord && (i == 0 || (c != '.' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Lower-case letters and digits, between which stands a {@code /}, {@code .}, {@code _}, {@code
   * __} or any number of {@code -}.
   */
  static boolean isPath(String text) {
    int at = 0;
    while (true) {
      int end = endOfWord(text, at);
      if (end == at) {
        return false;
      }
      if (end == text.length()) {
        return true;
      }
      at = endOfSeparator(text, end);
    }
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && isLowerOrDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** {@code from} itself where there is no separator. */
  private static int endOfSeparator(String text, int from) {
    return switch (text.charAt(from)) {
      case '/', '.' -> from + 1;
      case '_' -> text.startsWith("__", from) ? from + 2 : from + 1;
      case '-' -> {
        int at = from;
        while (at < text.length() && text.charAt(at) == '-') {
          at++;
        }
        yield at;
      }
      default -> from;
    };
  }

  private static boolean isLowerOrDigit(char c) {
    return isDigit(c) || isIn(c, 'a', 'z');
  }

  private static boolean isDigit(char c) {
    return isIn(c, '0', '9');
  }

  private static boolean isIn(char c, char first, char last) {
    return c >= first && c <= last;
  }
}
