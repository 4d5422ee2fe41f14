/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

/**
 * Exit codes of every command except {@code system}, which follows its stock client.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?sysexits">sysexits</a>, for 64 and 70
 */
final class ExitCode {
  /** Done, nothing to object to. */
  static final int OK = 0;

  /** Done, and there are findings, refusals or a failure. */
  static final int FINDINGS = 1;

  /** Nothing refused, but something could not be asked. */
  static final int UNAVAILABLE = 2;

  /** The command line or an input file is wrong. */
  static final int USAGE = 64;

  /** A defect in this program. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
