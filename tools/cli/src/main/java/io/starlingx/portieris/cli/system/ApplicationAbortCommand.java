/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Acceptance.Accepted;
import io.starlingx.portieris.framework.store.Acceptance.Refused;
import io.starlingx.portieris.framework.view.ApplicationsJson;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends the operation that is under way on an application. */
@Command(name = "application-abort", description = "Abort the current application operation.")
final class ApplicationAbortCommand extends ReportingCommand {

  @Parameters(paramLabel = "<application name>", description = "Name of the application.")
  private String name = "";

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    return switch (session.framework().abort(name)) {
      case Refused(String text) -> refuse(text);
      case Accepted accepted -> {
        report(
            "Application abort request has been accepted. If the previous operation has not"
                + " completed/failed, it will be cancelled shortly.\n",
            ApplicationsJson.of(accepted.application()));
        yield DONE;
      }
    };
  }
}
