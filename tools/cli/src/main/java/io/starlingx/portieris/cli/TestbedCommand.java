/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.debian.AptSource;
import io.starlingx.portieris.testbed.debian.DebianPackages;
import io.starlingx.portieris.testbed.kubernetes.KubernetesBinary;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What demo and tests need on this machine. */
@Command(
    name = "testbed",
    hidden = true,
    description = "Prepare what demo and tests need.",
    subcommands = TestbedCommand.Prepare.class)
final class TestbedCommand {

  /** Does nothing when all is there. */
  @Command(
      name = "prepare",
      description = {
        "Obtain the Kubernetes programs, the registry and the notary.",
        "They are kept in the user's cache; nothing is installed on the machine."
      })
  static final class Prepare implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      PrintWriter err = spec.commandLine().getErr();
      Map<String, String> environment = System.getenv();
      try (StepReport report = StepReport.to(err)) {
        new DebianPackages(environment, new AptSource(), report).prepare();
        KubernetesBinary.of(environment, report).prepare();
        return ExitCode.OK;
      } catch (TestbedException e) {
        err.println("error: " + e.getMessage());
        return ExitCode.FINDINGS;
      }
    }
  }
}
