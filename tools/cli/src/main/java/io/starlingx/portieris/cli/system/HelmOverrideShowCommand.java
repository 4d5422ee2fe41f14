/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.ChartOverrides.Shown;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Show overrides for chart. */
@Command(name = "helm-override-show", description = "Show overrides for chart.")
final class HelmOverrideShowCommand extends SessionCommand {

  @Parameters(index = "0", paramLabel = "<app name>", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "<chart name>", description = "Name of the chart.")
  private String chart = "";

  @Parameters(
      index = "2",
      paramLabel = "<namespace>",
      description = "Namespace of the chart overrides.")
  private String namespace = "";

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    return switch (session.framework().overrides().show(application, chart, namespace)) {
      case Refused<Shown>(String text) -> refuse(text);
      case Done<Shown>(Shown shown) -> {
        print(OverrideView.show(shown.chart(), shown.combined()));
        yield DONE;
      }
    };
  }
}
