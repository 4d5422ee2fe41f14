/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Delete overrides for a chart. */
@Command(name = "helm-override-delete", description = "Delete overrides for a chart.")
final class HelmOverrideDeleteCommand extends ReportingCommand {

  @Mixin private ChartArguments of = new ChartArguments();

  @Mixin private ConfirmOption confirm = new ConfirmOption();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    if (!isConfirmed(confirm.isYes())) {
      return FAILED;
    }
    return switch (session
        .framework()
        .overrides()
        .delete(of.application(), of.chart(), of.namespace())) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride> deleted -> {
        reportDeleted(
            "Deleted chart overrides %s:%s for application %s\n"
                .formatted(of.chart(), of.namespace(), of.application()),
            of.chart());
        yield DONE;
      }
    };
  }
}
