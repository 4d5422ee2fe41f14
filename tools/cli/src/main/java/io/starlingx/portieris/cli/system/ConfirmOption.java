/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import picocli.CommandLine.Option;

/** Whether to ask before something is taken away. */
final class ConfirmOption {

  @Option(names = "--yes", description = "Automatically confirm the action.")
  private boolean isYes;

  boolean isYes() {
    return isYes;
  }
}
