/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.helm.SetArguments;
import io.starlingx.portieris.framework.override.GivenValues;
import io.starlingx.portieris.framework.override.OverrideAnswer.Done;
import io.starlingx.portieris.framework.override.OverrideAnswer.Refused;
import io.starlingx.portieris.framework.override.OverrideRequest;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ChartOverride;
import io.starlingx.portieris.framework.store.ProcessOwner;
import io.starlingx.portieris.framework.view.ChartsJson;
import io.starlingx.portieris.framework.view.OverrideView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Update helm chart user overrides. */
@Command(name = "helm-override-update", description = "Update helm chart user overrides.")
final class HelmOverrideUpdateCommand extends ReportingCommand {

  private static final String NOTE =
      "NOTE: The '--reapply' flag triggers an evaluation of the target application for reapply."
          + " Reapply will only occur if the application has pending override changes and declares"
          + " the 'on-demand-reapply' trigger in its metadata.yaml.\n";
  private static final String NOTE_ALL =
      "NOTE: The '--reapply-all' flag triggers an evaluation of all applications currently in"
          + " 'applied' status. Reapply is not guaranteed for every app. Only applications that"
          + " have pending override changes and declare the 'on-demand-reapply' trigger in their"
          + " metadata.yaml will be reapplied.\n";

  @Mixin private ChartArguments of = new ChartArguments();

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

  @Option(
      names = "--reapply",
      description =
          "Apply the application again if its overrides have changed and it asks for that.")
  private boolean isReapply;

  @Option(names = "--reapply-all", description = "Likewise all applied applications.")
  private boolean isReapplyAll;

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    // Of several mistakes the client tells the first: which chart, then values, then this one.
    if (isReapply && isReapplyAll && !(isReuse && isReset)) {
      return switch (session
          .framework()
          .overrides()
          .find(of.application(), of.chart(), of.namespace())) {
        case Refused<ChartOverride>(String text) -> refuse(text);
        case Done<ChartOverride> found ->
            refuse("--reapply and --reapply-all cannot both be specified.");
      };
    }
    if (isReapply || isReapplyAll) {
      session.cluster();
    }
    OverrideRequest request =
        new OverrideRequest(
            files.stream().<GivenValues>map(GivenValues.InFile::new).toList(),
            arguments,
            isReuse,
            isReset);
    ApplicationFramework framework = session.framework();
    return switch (framework
        .overrides()
        .update(of.application(), of.chart(), of.namespace(), request)) {
      case Refused<ChartOverride>(String text) -> refuse(text);
      case Done<ChartOverride>(ChartOverride updated) -> {
        arguments.stream()
            .filter(argument -> !SetArguments.counts(argument))
            .forEach(a -> tell("--set " + a + " counts for nothing: it is not KEY=VALUE."));
        report(OverrideView.updated(updated), ChartsJson.changed(updated, false, true));
        yield isReapply || isReapplyAll ? reapply(session, framework) : DONE;
      }
    };
  }

  private int reapply(SystemSession session, ApplicationFramework framework)
      throws ClusterUnreachableException, IOException {
    printForPeople(isReapplyAll ? NOTE_ALL : NOTE);
    List<Application> accepted =
        framework.reapply(
            isReapplyAll ? "" : of.application(),
            session.cluster().version(),
            ProcessOwner.current());
    int code = DONE;
    for (Application begun : accepted) {
      code = Math.max(code, follower().carryOut(session, framework, begun));
    }
    return code;
  }
}
