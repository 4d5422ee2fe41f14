/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Delete overrides for a chart. */
@Command(name = "helm-override-delete", description = "Delete overrides for a chart.")
final class HelmOverrideDeleteCommand extends SessionCommand {

  @Parameters(index = "0", paramLabel = "<app name>", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "<chart name>", description = "Name of the chart.")
  private String chart = "";

  @Parameters(
      index = "2",
      paramLabel = "<namespace>",
      description = "Namespace of the chart overrides.")
  private String namespace = "";

  @Option(names = "--yes", description = "Automatically confirm the action.")
  private boolean isYes;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    if (!isConfirmed(isYes)) {
      return FAILED;
    }
    return switch (session.framework().overrides().delete(application, chart, namespace)) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride> deleted -> {
        print(
            "Deleted chart overrides %s:%s for application %s\n"
                .formatted(chart, namespace, application));
        yield DONE;
      }
    };
  }
}
