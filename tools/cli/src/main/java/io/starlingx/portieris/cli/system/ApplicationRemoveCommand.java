/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes an application from the cluster. */
@Command(name = "application-remove", description = "Uninstall the application.")
final class ApplicationRemoveCommand extends OperatingCommand {

  @Parameters(paramLabel = "<app name>", description = "Name of the application to be uninstalled.")
  private String name = "";

  @Option(
      names = {"-f", "--force"},
      description = "Force a remove operation.")
  private boolean isForced;

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  ApplicationRemoveCommand() {
    super("remove");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    if (!isConfirmed(confirm.isYes())) {
      return FAILED;
    }
    return operate(session, (framework, owner) -> framework.remove(name, isForced, owner));
  }
}
