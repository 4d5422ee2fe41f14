/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands about the StarlingX application tarball. */
@Command(
    name = "app",
    description = "Make and check the StarlingX application.",
    subcommands = {
      AppInitCommand.class,
      AppBuildCommand.class,
      AppDiffCommand.class,
      AppInspectCommand.class,
      AppLintCommand.class
    })
final class AppCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: init, build, diff, inspect, lint, push-image.");
  }
}
