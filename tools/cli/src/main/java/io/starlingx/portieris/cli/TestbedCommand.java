/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.CommandLine.Command;

/** What demo and tests need on this machine. */
@Command(name = "testbed", hidden = true, description = "Prepare what demo and tests need.")
final class TestbedCommand {

  @Command(description = "Install packages and obtain the Kubernetes binary.")
  void prepare() {}
}
