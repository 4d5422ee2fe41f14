/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.diff.AppDiff;
import io.starlingx.portieris.app.diff.AppDifference;
import io.starlingx.portieris.app.diff.NoApplicationException;
import io.starlingx.portieris.cli.inspect.DiffText;
import io.starlingx.portieris.cli.inspect.Structured;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two applications. */
@Command(
    name = "diff",
    description = {
      "Compare two application tarballs or staging folders: metadata, charts and their files,"
          + " values, images, releases, plugins.",
      "Exit code 1 when they differ."
    })
final class AppDiffCommand implements Callable<Integer> {

  /** How the differences are printed. */
  enum Output {
    TEXT,
    JSON
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "A", description = "The tarball or folder before.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The tarball or folder after.")
  private Path after = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of text, json. Default: text.")
  private Output output = Output.TEXT;

  @Override
  public Integer call() {
    ApplicationFile.check(before);
    ApplicationFile.check(after);
    AppDifference difference;
    try {
      difference = new AppDiff().compare(before, after);
    } catch (NoApplicationException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UserError(before + " and " + after + " cannot be compared: " + e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case TEXT -> DiffText.of(difference, new Colours(spec));
          case JSON -> Structured.json(difference);
        });
    out.flush();
    return difference.count() > 0 || !difference.unreadable().isEmpty()
        ? ExitCode.FINDINGS
        : ExitCode.OK;
  }
}
