/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

/** What came of putting an application into a bootstrap file. */
public sealed interface BootstrapEdit {

  /**
   * The text with the entry.
   *
   * @param text the whole file, every byte outside the entry as it was
   * @param line of the entry, from 1
   * @param replaces whether an entry of the same application was there
   */
  record Edited(String text, int line, boolean replaces) implements BootstrapEdit {}

  /** The entry is there as it should be. */
  record Unchanged() implements BootstrapEdit {}

  /** The file cannot be edited safely. */
  record Refused(Finding why) implements BootstrapEdit {}
}
