/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Runs commands of the product as a user would type them, and shows what they print. */
final class ProductCommands {

  private final Supplier<CommandLine> commandLine;
  private final Narrator narrator;

  /**
   * Runs commands of a tree.
   *
   * @param commandLine a new tree for each command
   */
  ProductCommands(Supplier<CommandLine> commandLine, Narrator narrator) {
    this.commandLine = commandLine;
    this.narrator = narrator;
  }

  /**
   * Runs a command and shows its standard output.
   *
   * @throws DemoFailure with what it printed, unless it ends with 0
   */
  void run(List<String> arguments) {
    run(arguments, arguments);
  }

  /** As {@link #run(List)}, shown in another way. */
  void run(List<String> arguments, List<String> shown) {
    narrator.command("./portieris " + String.join(" ", shown));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = execute(arguments, out, err);
    narrator.output(out.toString());
    if (code != 0) {
      throw new DemoFailure(
          "portieris " + String.join(" ", shown) + " ended with " + code + ":\n" + err);
    }
  }

  /** Runs a command, shows nothing and does not care how it ends. */
  void quietly(List<String> arguments) {
    execute(arguments, new StringWriter(), new StringWriter());
  }

  private int execute(List<String> arguments, StringWriter out, StringWriter err) {
    return commandLine
        .get()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
