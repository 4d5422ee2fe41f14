/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.ChartsJson;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the charts whose values can be overridden. */
@Command(name = "helm-override-list", description = "List system helm charts.")
final class HelmOverrideListCommand extends ReportingCommand {

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Option(
      names = {"-l", "--long"},
      description = "List additional fields in output.")
  private boolean isLong;

  @Option(names = "--nowrap", description = "No wordwrapping of output.")
  private boolean isUnwrapped;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    return switch (session.framework().overrides().list(name)) {
      case Refused<List<ChartOverride>>(String text) -> refuse(text);
      case Done<List<ChartOverride>>(List<ChartOverride> charts) -> {
        report(
            OverrideView.list(charts, isLong, TerminalWidth.of(isUnwrapped, environment())),
            ChartsJson.plain(charts));
        yield DONE;
      }
    };
  }
}
