/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what the platform does with a chart; the user's values stay. */
@Command(name = "helm-chart-attribute-modify", description = "Modify helm chart attributes.")
final class HelmChartAttributeModifyCommand extends SessionCommand {

  @Parameters(index = "0", paramLabel = "<app name>", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "<chart name>", description = "Name of the chart.")
  private String chart = "";

  @Parameters(index = "2", paramLabel = "<namespace>", description = "Namespace of the chart.")
  private String namespace = "";

  @Option(names = "--enabled", paramLabel = "<true/false>", description = "Chart enabled.")
  private Optional<String> enabled = Optional.empty();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Map<String, String> attributes = enabled.map(text -> Map.of("enabled", text)).orElse(Map.of());
    return switch (session
        .framework()
        .overrides()
        .modify(application, chart, namespace, attributes)) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride>(ChartOverride modified) -> {
        print(OverrideView.modified(modified, enabled.isPresent()));
        yield DONE;
      }
    };
  }
}
