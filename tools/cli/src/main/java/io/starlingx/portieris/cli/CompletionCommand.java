/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the completion script of a shell. */
@Command(name = "completion", description = "Print a shell's completion script.")
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a shell: bash.");
  }

  @Command(
      description = {
        "Print completion for bash (and for zsh with bashcompinit).",
        "Use it with: eval \"$(./portieris completion bash)\""
      })
  void bash() {
    spec.commandLine().getOut().println(AutoComplete.bash("portieris", spec.root().commandLine()));
  }
}
