/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.cli.system.JavaWorkerLauncher;
import io.starlingx.portieris.cli.system.SystemCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Entry point of the one command tree. */
public final class Main {

  /** Level, message, stack trace if any: what a library logs reads like the program's own lines. */
  private static final String ONE_LINE = "%4$s: %5$s%6$s%n";

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", ONE_LINE);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return commandLine(System.getenv(), System.in);
  }

  static CommandLine commandLine(Map<String, String> environment, InputStream in) {
    CommandLine root = new CommandLine(new PortierisCommand());
    root.addSubcommand(
        new SystemCommand(
            environment,
            InstantSource.system(),
            new JavaWorkerLauncher(Main.class.getName(), environment),
            in));
    requireNonNull(root.getSubcommands().get("app"), "app")
        .addSubcommand(new AppPushImageCommand(environment, in));
    root.setParameterExceptionHandler(Main::onParameterException);
    root.setExecutionExceptionHandler(Main::onExecutionException);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpAutoWidth(true);
    return root;
  }

  private static int onParameterException(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return exitCode(e.getCommandLine(), ExitCode.USAGE);
  }

  private static int onExecutionException(
      Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (e instanceof UserError) {
      commandLine.getErr().println("error: " + e.getMessage());
      return ExitCode.USAGE;
    }
    e.printStackTrace(commandLine.getErr());
    return exitCode(commandLine, ExitCode.INTERNAL);
  }

  /** The stock client, whose commands are below {@code system}, exits with 1 on every error. */
  private static int exitCode(CommandLine commandLine, int code) {
    for (CommandLine level = commandLine; level != null; level = level.getParent()) {
      if (level.getCommand() instanceof SystemCommand) {
        return ExitCode.FINDINGS;
      }
    }
    return code;
  }
}
