/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.cli.verify.InputException;
import io.starlingx.portieris.cli.verify.PolicyReport;
import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds policies that do other things than they seem to. */
@Command(
    name = "lint",
    description = {
      "Find rules that cannot be used, check nothing, match hosts of other owners, never decide, or"
          + " ask a server that will not do. No server is asked.",
      "Exit code 1 when there is an error."
    })
final class PolicyLintCommand implements Callable<Integer> {

  /** From which severity on the exit code is 1. */
  enum Threshold {
    ERROR,
    WARNING
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "ImagePolicy and ClusterImagePolicy objects, YAML or JSON.")
  private List<Path> files = List.of();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "error or warning. Default: error.")
  private Threshold failOn = Threshold.ERROR;

  @Override
  public Integer call() {
    PolicyReport report;
    try {
      report = PolicyReport.of(files);
    } catch (InputException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output.form()) {
      case JSON -> out.println(report.json());
      case TEXT -> out.print(report.text(this::coloured));
    }
    out.flush();
    boolean fails =
        report.count(Severity.ERROR) > 0
            || (failOn == Threshold.WARNING && report.count(Severity.WARNING) > 0);
    return fails ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private String coloured(String colour, String text) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    return ansi.string("@|" + colour + " " + text + "|@");
  }
}
