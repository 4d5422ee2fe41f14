/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import java.util.regex.Pattern;

/** Hostile text made fit for a message: it cannot move the cursor, hide text or fill a log. */
final class Printable {

  private static final int LONGEST = 512;

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u2028\\u2029]+");

  private Printable() {}

  /** The text with control characters as blanks, cut at {@value #LONGEST} characters. */
  static String text(String text) {
    if (text.length() <= LONGEST && isPlain(text)) {
      return text;
    }
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return UNPRINTABLE.matcher(cut).replaceAll(" ");
  }

  /** What nearly every text is: ASCII that is printed as it stands. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
