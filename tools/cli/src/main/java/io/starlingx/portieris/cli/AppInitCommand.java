/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.folder.NewFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an application folder to start from. */
@Command(
    name = "init",
    description = {
      "Make an application folder that 'app build' makes a tarball of at once.",
      "A folder with anything in it is not touched."
    },
    versionProvider = ProductVersion.class)
final class AppInitCommand implements Callable<Integer> {

  private static final AppVersion FIRST = AppVersion.parse("1.0-1").orElseThrow();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AppVersionOption version = new AppVersionOption();

  @Parameters(paramLabel = "DIR", description = "The folder that is made.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The application's name. Default: the folder's.")
  private @Nullable String stated;

  @Option(
      names = "--chart",
      paramLabel = "PATH",
      description = {
        "A chart's directory or .tgz that is copied into the folder; may be given several times.",
        "Default: a small chart to start from."
      })
  private List<Path> charts = List.of();

  @Override
  public Integer call() {
    AppVersion number = version.value().orElse(FIRST);
    String name =
        Optional.ofNullable(stated)
            .orElseGet(() -> String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
    List<Finding> findings;
    try {
      findings = new NewFolder(name, number).write(folder, charts);
    } catch (IOException e) {
      throw new UserError(folder + " cannot be made: " + e);
    }
    if (!findings.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      findings.forEach(finding -> err.println("error: " + finding));
      err.println("Nothing was written.");
      return ExitCode.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Made " + folder + ". Now:");
    out.println("  edit " + folder.resolve("app.yaml"));
    out.println("  ./portieris app build " + folder + " -o build");
    out.println("  ./portieris app lint build/" + name + "-" + number + ".tgz");
    out.println("  ./portieris system application-upload build/" + name + "-" + number + ".tgz");
    return ExitCode.OK;
  }
}
