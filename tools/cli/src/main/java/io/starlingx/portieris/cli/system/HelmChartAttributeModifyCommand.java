/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.ChartsJson;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes what the platform does with a chart; the user's values stay. */
@Command(name = "helm-chart-attribute-modify", description = "Modify helm chart attributes.")
final class HelmChartAttributeModifyCommand extends ReportingCommand {

  @Mixin private ChartArguments of = new ChartArguments();

  @Option(names = "--enabled", paramLabel = "<true/false>", description = "Chart enabled.")
  private Optional<String> enabled = Optional.empty();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Map<String, String> attributes = enabled.map(text -> Map.of("enabled", text)).orElse(Map.of());
    return switch (session
        .framework()
        .overrides()
        .modify(of.application(), of.chart(), of.namespace(), attributes)) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride>(ChartOverride modified) -> {
        report(
            OverrideView.modified(modified, enabled.isPresent()),
            ChartsJson.changed(modified, enabled.isPresent(), false));
        yield DONE;
      }
    };
  }
}
