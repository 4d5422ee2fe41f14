/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.ClusterUnreachableException;
import io.starlingx.portieris.framework.operation.PreviewResult;
import io.starlingx.portieris.framework.operation.PreviewResult.NotPreviewed;
import io.starlingx.portieris.framework.operation.PreviewResult.Previewed;
import io.starlingx.portieris.framework.preview.ObjectChange;
import io.starlingx.portieris.framework.preview.ObjectChange.Action;
import io.starlingx.portieris.framework.preview.ReleaseChange;
import io.starlingx.portieris.framework.view.PreviewView;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Applies an application. */
@Command(name = "application-apply", description = "Apply/reapply the application manifest.")
final class ApplicationApplyCommand extends OperatingCommand {

  private static final int CHANGES = 2;

  @Parameters(paramLabel = "<app name>", description = "Name of the application.")
  private String name = "";

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "<mode>",
      description = "How the manifest is applied; the modes are the application's own.")
  private String mode = "";

  @Option(
      names = {"-f", "--client-side"},
      description = {
        "Let Flux compute the objects of charts, not the API server; Helm within this program does",
        "so in any case."
      })
  private boolean isClientSide;

  @Option(
      names = "--dry-run",
      description = {
        "Show the objects and what would change on the cluster, and change nothing.",
        "Exit code: 0 when nothing would change, 2 when something would, 1 when the apply would be"
            + " refused."
      })
  private boolean isDryRun;

  ApplicationApplyCommand() {
    super("apply");
  }

  @Override
  int run(SystemSession session) throws ClusterUnreachableException, IOException {
    Cluster cluster = session.cluster();
    if (isDryRun) {
      return preview(session.framework().preview(name, mode, isClientSide, cluster));
    }
    return operate(
        session,
        (framework, owner) -> framework.apply(name, mode, isClientSide, cluster.version(), owner));
  }

  private int preview(PreviewResult result) {
    return switch (result) {
      case NotPreviewed(String text) -> refuse(text);
      case Previewed(List<ReleaseChange> releases) -> {
        report(new PreviewView(colours()).text(releases), PreviewView.json(releases));
        yield code(releases);
      }
    };
  }

  private static int code(List<ReleaseChange> releases) {
    List<Action> actions =
        releases.stream().flatMap(r -> r.objects().stream()).map(ObjectChange::action).toList();
    if (actions.contains(Action.REFUSED)) {
      return FAILED;
    }
    return actions.stream().allMatch(Action.NONE::equals) ? DONE : CHANGES;
  }
}
