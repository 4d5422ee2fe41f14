/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command tree. Every level has {@code --help} and {@code --version}. */
@Command(
    name = "portieris",
    description = "Image trust for StarlingX and Kubernetes: build, configure, enforce, operate.",
    mixinStandardHelpOptions = true,
    versionProvider = ProductVersion.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      AppCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      CrdsCommand.class,
      MigrateCommand.class,
      DemoCommand.class,
      DistCommand.class,
      OverridesCommand.class,
      PolicyCommand.class,
      TestbedCommand.class,
      TrustStateCommand.class,
      VerifyCommand.class
    })
final class PortierisCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
