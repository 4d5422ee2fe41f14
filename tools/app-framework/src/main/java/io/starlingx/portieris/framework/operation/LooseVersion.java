/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A version in the order that the platform knows: numbers by value, other parts by their letters, a
 * version before the same one with more parts.
 *
 * @param parts numbers, words and what is between them, without dots
 */
public record LooseVersion(List<String> parts) implements Comparable<LooseVersion> {

  private static final Pattern PART = Pattern.compile("\\d+|[a-z]+|[^\\da-z.]+");

  /** The version of that text. */
  public static LooseVersion of(String text) {
    return new LooseVersion(PART.matcher(text).results().map(MatchResult::group).toList());
  }

  @Override
  public int compareTo(LooseVersion other) {
    for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
      int order = compare(parts.get(i), other.parts.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(parts.size(), other.parts.size());
  }

  private static int compare(String a, String b) {
    boolean isNumber = isNumber(a);
    boolean isOtherNumber = isNumber(b);
    return isNumber && isOtherNumber
        ? new BigInteger(a).compareTo(new BigInteger(b))
        : isNumber == isOtherNumber ? a.compareTo(b) : isNumber ? -1 : 1;
  }

  private static boolean isNumber(String part) {
    return part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }
}
