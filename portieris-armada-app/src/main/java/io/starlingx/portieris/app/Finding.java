/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app;

/**
 * One thing in the sources that keeps the application from being built.
 *
 * @param file the file as the user knows it
 * @param line its line, from 1; 0 when the whole file is meant
 * @param message what is wrong and what is accepted
 */
public record Finding(String file, int line, String message) {

  /** A finding about a whole file. */
  public static Finding of(String file, String message) {
    return new Finding(file, 0, message);
  }

  /** In the form of a compiler: {@code file:line: message}. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + message;
  }
}
