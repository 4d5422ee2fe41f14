/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies an application. */
@Command(name = "application-apply", description = "Apply/reapply the application manifest.")
final class ApplicationApplyCommand extends SessionCommand {

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "<mode>",
      description = "How the manifest is applied; the modes are the application's own.")
  private String mode = "";

  @Option(
      names = {"-f", "--client-side"},
      description = "Accepted; Helm's engine applies on the client side in any case.")
  private boolean unusedClientSide;

  @Option(names = "--no-wait", description = "Return at once; a process of its own goes on.")
  private boolean isNoWait;

  ApplicationApplyCommand() {
    super("Application-apply rejected: ");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Cluster cluster = session.cluster();
    ApplicationFramework framework = session.framework();
    return follower()
        .follow(
            session,
            framework,
            framework.apply(name, mode, cluster.version(), ProcessOwner.current()),
            isNoWait);
  }
}
