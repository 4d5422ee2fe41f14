/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.view.ApplicationView;
import io.starlingx.portieris.framework.view.ApplicationsJson;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the applications. */
@Command(name = "application-list", description = "List all containerized applications.")
final class ApplicationListCommand extends ReportingCommand {

  @Option(names = "--nowrap", description = "No wordwrapping of output.")
  private boolean isUnwrapped;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    List<Application> applications = session.framework().list();
    report(
        ApplicationView.list(applications, TerminalWidth.of(isUnwrapped, environment())),
        ApplicationsJson.plain(applications));
    return DONE;
  }
}
