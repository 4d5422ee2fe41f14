/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.view.ApplicationView;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the applications. */
@Command(name = "application-list", description = "List all containerized applications.")
final class ApplicationListCommand extends SessionCommand {

  @Option(names = "--nowrap", description = "No wordwrapping of output.")
  private boolean isUnwrapped;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    print(
        ApplicationView.list(
            session.framework().list(), TerminalWidth.of(isUnwrapped, environment())));
    return DONE;
  }
}
