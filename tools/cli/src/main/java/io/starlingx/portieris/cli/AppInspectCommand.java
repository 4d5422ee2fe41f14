/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.inspect.AppInspector;
import io.starlingx.portieris.app.inspect.Inspection;
import io.starlingx.portieris.cli.inspect.InspectText;
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

/** Shows what an application is made of. */
@Command(
    name = "inspect",
    description = {
      "Show what an application tarball or staging folder holds: metadata, charts, releases,"
          + " images as a StarlingX platform sees them, overrides, plugins, members.",
      "Of a damaged one, shows what can be read and says what cannot."
    })
final class AppInspectCommand implements Callable<Integer> {

  /** How it is printed. */
  enum Output {
    TEXT,
    JSON,
    YAML
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE|DIR",
      description = "The tarball, or the folder that it is made from.")
  private Path application = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of text, json, yaml. Default: text.")
  private Output output = Output.TEXT;

  @Override
  public Integer call() {
    ApplicationFile.check(application);
    Inspection inspection;
    try {
      inspection = new AppInspector().inspect(application);
    } catch (IOException e) {
      throw new UserError(application + " cannot be read: " + e);
    }
    if (inspection.members().isEmpty() && !inspection.unreadable().isEmpty()) {
      throw new UserError(
          application
              + " is no application archive: "
              + inspection.unreadable().getFirst().reason());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case TEXT -> InspectText.of(inspection, new Colours(spec));
          case JSON -> Structured.json(inspection);
          case YAML -> Structured.yaml(inspection);
        });
    out.flush();
    return ExitCode.OK;
  }
}
