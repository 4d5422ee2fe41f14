/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.ChartOverrides.Shown;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.view.ChartsJson;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show overrides for chart. */
@Command(name = "helm-override-show", description = "Show overrides for chart.")
final class HelmOverrideShowCommand extends ReportingCommand {

  @Mixin private ChartArguments of = new ChartArguments();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    return switch (session
        .framework()
        .overrides()
        .show(of.application(), of.chart(), of.namespace())) {
      case Refused<Shown>(String text) -> refuse(text);
      case Done<Shown>(Shown shown) -> {
        report(OverrideView.show(shown.chart(), shown.combined()), ChartsJson.show(shown));
        yield DONE;
      }
    };
  }
}
