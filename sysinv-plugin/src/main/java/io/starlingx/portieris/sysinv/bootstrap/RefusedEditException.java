/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

/** A file cannot be edited safely. Holds no value of the file. */
final class RefusedEditException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String accepted;

  RefusedEditException(int line, String what, String accepted) {
    super(what);
    this.line = line;
    this.accepted = accepted;
  }

  int line() {
    return line;
  }

  String accepted() {
    return accepted;
  }
}
