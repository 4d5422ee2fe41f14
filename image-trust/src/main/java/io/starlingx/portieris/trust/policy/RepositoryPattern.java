/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The pattern of a rule. {@code *} stands for any run of characters, also none, and is the only
 * character with a meaning. A pattern with a {@code /} is split at its first one, as the image is,
 * and both halves must match by themselves: a {@code *} in the host never reaches into the path. A
 * pattern, or its path half, also matches what has a tag behind it.
 */
public record RepositoryPattern(String text) {

  /** The rest of a pattern that some tag goes on with. */
  private static final Pattern TAG = Pattern.compile("[\\w.*-]*");

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

  /**
   * Whether there is a tag with which {@code repository} would match.
   *
   * @param repository a name in some spelling, without tag and digest
   */
  boolean matchesSomeTagOf(String repository) {
    if (matches(repository)) {
      return true;
    }
    for (int i = text.indexOf('/') + 1; i < text.length(); i++) {
      boolean tagMayStart = text.charAt(i) == ':' || text.charAt(i) == '*';
      if (tagMayStart
          && TAG.matcher(text.substring(i + 1)).matches()
          && new RepositoryPattern(text.substring(0, i + 1)).matches(repository + ":")) {
        return true;
      }
    }
    return false;
  }

  /** Whether this pattern says of which content it speaks. */
  boolean namesDigest() {
    return text.indexOf('@') >= 0;
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
