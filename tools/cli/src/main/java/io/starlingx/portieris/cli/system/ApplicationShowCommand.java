/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.view.ApplicationView;
import io.starlingx.portieris.framework.view.ShowFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one application. */
@Command(name = "application-show", description = "Show application details.")
final class ApplicationShowCommand extends SessionCommand {

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Option(
      names = "--column",
      paramLabel = "COLUMN",
      description = "Specify the column(s) to include, can be repeated.")
  private List<String> columns = List.of();

  @Option(
      names = "--format",
      paramLabel = "{table,yaml,value}",
      description = "Specify the output format, defaults to table.")
  private ShowFormat format = ShowFormat.TABLE;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Optional<Application> application = session.framework().find(name);
    if (application.isEmpty()) {
      return refuse("application not found: " + name);
    }
    print(ApplicationView.show(application.get(), columns, format));
    return DONE;
  }
}
