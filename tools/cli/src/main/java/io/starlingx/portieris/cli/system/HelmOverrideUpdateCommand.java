/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.override.GivenValues;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.override.OverrideRequest;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Update helm chart user overrides. */
@Command(name = "helm-override-update", description = "Update helm chart user overrides.")
final class HelmOverrideUpdateCommand extends SessionCommand {

  @Parameters(index = "0", paramLabel = "<app name>", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "<chart name>", description = "Name of the chart.")
  private String chart = "";

  @Parameters(
      index = "2",
      paramLabel = "<namespace>",
      description = "Namespace of the chart overrides.")
  private String namespace = "";

  @Option(
      names = "--reuse-values",
      description = "Should we reuse existing helm chart user override values.")
  private boolean isReuse;

  @Option(
      names = "--reset-values",
      description =
          "Replace any existing helm chart overrides with the ones specified; the default.")
  private boolean isReset;

  @Option(
      names = "--values",
      paramLabel = "<file_name>",
      description =
          "A YAML file containing helm chart override values. Can specify multiple times.")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "<commandline_overrides>",
      description = "Set helm chart override values on the command line. Can be repeated.")
  private List<String> arguments = List.of();

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    OverrideRequest request =
        new OverrideRequest(
            files.stream().<GivenValues>map(GivenValues.InFile::new).toList(),
            arguments,
            isReuse,
            isReset);
    return switch (session.framework().overrides().update(application, chart, namespace, request)) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride>(ChartOverride updated) -> {
        print(OverrideView.updated(updated));
        yield DONE;
      }
    };
  }
}
