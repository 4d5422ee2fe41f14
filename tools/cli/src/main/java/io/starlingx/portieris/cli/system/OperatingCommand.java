/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.store.Acceptance;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import picocli.CommandLine.Option;

/** A command that begins an operation on an application, and waits for its end. */
abstract class OperatingCommand extends ReportingCommand {

  @Option(names = "--no-wait", description = "Return at once; a process of its own goes on.")
  private boolean isNoWait;

  /**
   * @param operation its name within texts, for example {@code upload}
   */
  OperatingCommand(String operation) {
    super("Application-" + operation + " rejected: ");
  }

  /** Asks the framework for the operation. */
  interface Request {
    Acceptance of(ApplicationFramework framework, ProcessOwner owner)
        throws ClusterUnreachableException, IOException;
  }

  /** Begins the operation on the cluster, which must answer. */
  final int operate(SystemSession session, Request request)
      throws ClusterUnreachableException, IOException {
    session.cluster();
    ApplicationFramework framework = session.framework();
    Acceptance answer = request.of(framework, ProcessOwner.current());
    return follower().follow(session, framework, answer, isNoWait);
  }
}
