/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.override;

import java.io.Serial;

/** Stops an override command; {@link ChartOverrides} turns it into a value. */
final class RefusedOverrideException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String text;

  RefusedOverrideException(String text) {
    super(text);
    this.text = text.stripTrailing();
  }

  String text() {
    return text;
  }
}
