/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.cli.migrate.MigrationReport;
import io.starlingx.portieris.cli.migrate.MigrationValues;
import io.starlingx.portieris.webhook.kube.ClusterConnection;
import io.starlingx.portieris.webhook.migrate.MigrationCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The way from upstream's webhook to this one. */
@Command(name = "migrate", description = "Look at what changes when this product takes over.")
final class MigrateCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: check.");
  }

  @Command(
      name = "check",
      description = {
        "List every policy, Secret and running workload about which upstream decides otherwise, as"
            + " far as the cluster's objects show it. Reads only.",
        "Exit code: 0 nothing found, 1 findings, or the cluster could not be read."
      })
  int check(
      @Option(
              names = "--kubeconfig",
              required = true,
              paramLabel = "FILE",
              description = "The cluster.")
          Path kubeconfig,
      @Mixin WebhookNamespaceOption webhook,
      @Option(
              names = "--values",
              paramLabel = "FILE",
              description = "The chart's values that will be used; may be repeated.")
          List<Path> values,
      @Mixin OutputOption output) {
    try (ClusterConnection cluster =
        ClusterConnection.open(Optional.of(kubeconfig), "portieris-migrate")) {
      MigrationCheck check =
          MigrationCheck.run(
              cluster.client(),
              MigrationValues.read(Optional.ofNullable(values).orElse(List.of()), webhook.name()));
      PrintWriter out = spec.commandLine().getOut();
      switch (output.form()) {
        case JSON -> out.println(MigrationReport.json(check));
        case TEXT -> out.print(MigrationReport.text(check));
      }
      out.flush();
      return check.findings().isEmpty() ? ExitCode.OK : ExitCode.FINDINGS;
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      return ExitCode.FINDINGS;
    }
  }
}
