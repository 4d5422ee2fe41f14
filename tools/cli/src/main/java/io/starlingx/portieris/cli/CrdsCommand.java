/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.cli.crds.AppliedDefinition;
import io.starlingx.portieris.cli.crds.PolicyDefinitions;
import io.starlingx.portieris.webhook.kube.ClusterConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The definitions of ImagePolicy and ClusterImagePolicy, which Helm never upgrades. */
@Command(name = "crds", description = "Put the definitions of our policy kinds into a cluster.")
final class CrdsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: apply.");
  }

  @Command(
      name = "apply",
      description = {
        "Create or update the definitions, before 'helm upgrade' of the chart. Policies are kept.",
        "Exit code: 0 every definition is served, 1 the cluster refused or did not answer."
      })
  int apply(
      @Option(
              names = "--kubeconfig",
              required = true,
              paramLabel = "FILE",
              description = "The cluster.")
          Path kubeconfig,
      @Option(names = "--dry-run", description = "Change nothing, say what would change.")
          boolean dryRun) {
    PrintWriter out = spec.commandLine().getOut();
    try (ClusterConnection cluster =
        ClusterConnection.open(Optional.of(kubeconfig), "portieris-crds")) {
      List<AppliedDefinition> applied =
          PolicyDefinitions.of(ProjectRoot.path().resolve("charts/portieris"))
              .apply(cluster.client(), dryRun);
      for (AppliedDefinition definition : applied) {
        String change = definition.change().name().toLowerCase(Locale.ROOT);
        out.printf("%-50s %s%s%n", definition.name(), change, dryRun ? " (dry run)" : "");
      }
      out.flush();
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      return ExitCode.FINDINGS;
    }
  }
}
