/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.view;

import java.util.List;

/** Values as the platform's own texts and tables show them. */
public final class PythonText {

  private PythonText() {}

  /** Texts as a list, for example {@code ['a', 'b']}. */
  public static String list(List<String> texts) {
    return plain(texts.stream().map(PythonText::quoted).toList());
  }

  private static String quoted(String text) {
    String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote;
  }

  /** Items as a list, as they are. */
  static String plain(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }
}
