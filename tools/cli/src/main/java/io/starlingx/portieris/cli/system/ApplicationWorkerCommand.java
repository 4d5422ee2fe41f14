/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.framework.view.OutputFormat;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What goes on with an accepted operation after {@code --no-wait}. */
@Command(
    name = ApplicationWorkerCommand.NAME,
    hidden = true,
    description = "Carry an accepted operation to its end.")
final class ApplicationWorkerCommand extends SessionCommand {

  static final String NAME = "application-worker";

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    ApplicationFramework framework = session.framework();
    Optional<Application> application = framework.find(name);
    if (application.isEmpty()) {
      return refuse("application not found: " + name);
    }
    framework.handOver(application.get(), ProcessOwner.current());
    return follower(OutputFormat.TABLE).carryOut(session, framework, application.get());
  }
}
