/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import picocli.CommandLine.Option;

/** Whether the command stays until the operation has ended. */
final class WaitOption {

  @Option(names = "--no-wait", description = "Return at once; a process of its own goes on.")
  private boolean isNoWait;

  boolean isNoWait() {
    return isNoWait;
  }
}
