/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

/** Text for a terminal that others wrote: it must not move the cursor or hide what follows. */
final class Printable {

  private Printable() {}

  static String text(String foreign) {
    return foreign.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "\ufffd");
  }
}
