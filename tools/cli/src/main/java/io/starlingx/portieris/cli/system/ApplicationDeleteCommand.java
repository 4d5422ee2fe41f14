/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets an application. */
@Command(
    name = "application-delete",
    description = "Remove the uninstalled application from the system.")
final class ApplicationDeleteCommand extends ReportingCommand {

  @Parameters(
      paramLabel = "<application name>",
      description = "Name of the application to be deleted.")
  private String name = "";

  @Option(
      names = {"-f", "--force"},
      description = "Force a delete operation.")
  private boolean isForced;

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    if (!isConfirmed(confirm.isYes())) {
      return FAILED;
    }
    return switch (session.framework().delete(name, isForced)) {
      case Refused(String text) -> refuse(text);
      case Accepted accepted -> {
        reportDeleted("Application " + name + " deleted.\n", name);
        yield DONE;
      }
    };
  }
}
