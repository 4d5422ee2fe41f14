/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.lint.LintResult;
import io.starlingx.portieris.app.lint.Severity;
import io.starlingx.portieris.app.lint.Sysinv;
import io.starlingx.portieris.cli.lint.LintJson;
import io.starlingx.portieris.cli.lint.LintSarif;
import io.starlingx.portieris.cli.lint.LintText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds what sysinv would object to in an application. */
@Command(
    name = "lint",
    description = {
      "Find everything in an application tarball or staging folder that a StarlingX platform"
          + " refuses, fails on, or takes to its owner's harm.",
      "Exit code 1 when there is an error."
    })
final class AppLintCommand implements Callable<Integer> {

  /** How the findings are printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF
  }

  /** From which severity on the exit code is 1. */
  enum Threshold {
    ERROR,
    WARNING
  }

  private static final int WIDEST = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE|DIR",
      description = "The tarball, or the folder that it is made from.")
  private Path application = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of text, json, sarif. Default: text.")
  private Format format = Format.TEXT;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "error or warning. Default: error.")
  private Threshold failOn = Threshold.ERROR;

  @Option(
      names = "--sysinv",
      split = ",",
      paramLabel = "GENERATION",
      description = {
        "armada, fluxcd, master: the platforms that shall take the application.",
        "Default: fluxcd,master, and armada when there is an Armada manifest."
      })
  private List<Sysinv> sysinv = List.of();

  @Option(
      names = "--no-templates",
      description = "Do not render the charts, for a tarball from an unknown origin.")
  private boolean skipsTemplates;

  @Override
  public Integer call() {
    ApplicationFile.check(application);
    Set<Sysinv> generations = EnumSet.noneOf(Sysinv.class);
    generations.addAll(sysinv);
    LintResult result;
    try {
      AppLint lint = skipsTemplates ? new AppLint() : AppLint.withTemplates();
      result = lint.lint(application, generations);
    } catch (IOException e) {
      throw new UserError(application + " cannot be checked: " + e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> new LintText(new Colours(spec), WIDEST).of(application.toString(), result);
          case JSON -> LintJson.of(application.toString(), result) + "\n";
          case SARIF -> LintSarif.of(result) + "\n";
        });
    out.flush();
    return fails(result) ? ExitCode.FINDINGS : ExitCode.OK;
  }

  private boolean fails(LintResult result) {
    return result.count(Severity.ERROR) > 0
        || (failOn == Threshold.WARNING && result.count(Severity.WARNING) > 0);
  }
}
