/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/**
 * The pattern of a rule. {@code *} stands for any run of characters, also none, and is the only
 * character with a meaning. A pattern with a {@code /} is split at its first one, as the image is,
 * and both halves must match by themselves: a {@code *} in the host never reaches into the path. A
 * pattern, or its path half, also matches what has a tag behind it.
 */
public record RepositoryPattern(String text) {

  public RepositoryPattern {
    requireNonNull(text, "text");
  }

  /** Whether {@code image}, an image string in some spelling, matches. */
  public boolean matches(String image) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return globAnyTag(text, image);
    }
    int imageSlash = image.indexOf('/');
    return imageSlash >= 0
        && glob(text.substring(0, slash), image.substring(0, imageSlash))
        && globAnyTag(text.substring(slash + 1), image.substring(imageSlash + 1));
  }

  /** Whether this pattern has no {@code *} and is {@code image} to the letter. */
  public boolean isExactly(String image) {
    return text.equals(image) && text.indexOf('*') < 0;
  }

  /** The number of literal characters: the more, the better a match. */
  public int score() {
    return (int) text.chars().filter(c -> c != '*').count();
  }

  static boolean globAnyTag(String pattern, String text) {
    return glob(pattern, text) || glob(pattern + ":*", text);
  }

  static boolean glob(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    int lastStar = pattern.lastIndexOf('*');
    int end = text.length() - (pattern.length() - lastStar - 1);
    if (end < star
        || !text.startsWith(pattern.substring(0, star))
        || !text.endsWith(pattern.substring(lastStar + 1))) {
      return false;
    }
    int at = star;
    while (star < lastStar) {
      int next = pattern.indexOf('*', star + 1);
      String piece = pattern.substring(star + 1, next);
      int found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
      star = next;
    }
    return true;
  }
}
