/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.cli.demo.Demo;
import io.starlingx.portieris.cli.demo.DemoFailure;
import io.starlingx.portieris.cli.demo.DemoSettings;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.debian.AptSource;
import io.starlingx.portieris.testbed.debian.DebianPackages;
import io.starlingx.portieris.testbed.kubernetes.KubernetesBinary;
import java.io.Console;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole product at work. */
@Command(
    name = "demo",
    description = {
      "Show the whole product at work, from a bootstrap file to a refused pod.",
      "Needs no cluster: it brings a real API server, registry and trust server, and ends them."
    })
final class DemoCommand implements Callable<Integer> {

  private static final String LOOPBACK = "127.0.0.1";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Use this cluster. Needs --advertise.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--advertise",
      paramLabel = "ADDRESS",
      description = "Where that cluster's API server reaches this machine.")
  private @Nullable String advertise;

  @Option(names = "--keep", description = "Leave everything running and say how to use it.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    ProjectRoot.needSources("The demo runs", "it builds and starts the webhook");
    if (kubeconfig != null && advertise == null) {
      throw new UserError(
          "--kubeconfig needs --advertise ADDRESS: the webhook runs on this machine, and the"
              + " cluster's API server must know the address to reach it at");
    }
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new UserError("--kubeconfig " + kubeconfig + " cannot be read");
    }
    requireOwn(Optional.ofNullable(advertise).orElse(LOOPBACK));
    DemoSettings settings =
        new DemoSettings(
            ProjectRoot.webhookDistribution(),
            ProjectRoot.webhookWorkspace(),
            TemporaryDirectory.create("portieris-demo-"),
            Optional.ofNullable(kubeconfig),
            Optional.ofNullable(advertise).orElse(LOOPBACK),
            keep);
    return run(settings);
  }

  private static void requireOwn(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    } catch (UnknownHostException | BindException e) {
      throw new UserError(
          "--advertise "
              + address
              + " is no address of this machine: the webhook cannot listen there");
    }
  }

  private int run(DemoSettings settings) throws IOException {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    try {
      prepare();
      new Demo(settings, spec.commandLine().getOut(), terminal, Main::commandLine).run();
      return ExitCode.OK;
    } catch (DemoFailure | TestbedException | ImageException e) {
      spec.commandLine().getErr().println("error: " + e.getMessage());
      return ExitCode.FINDINGS;
    }
  }

  private void prepare() {
    try (StepReport report = StepReport.to(spec.commandLine().getErr())) {
      new DebianPackages(System.getenv(), new AptSource(), report).prepare();
      if (kubeconfig == null) {
        KubernetesBinary.of(System.getenv(), report).prepare();
      }
    }
  }
}
