/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.image.AotCache;
import io.starlingx.portieris.app.image.ImageException;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.app.image.ProgramRuntime;
import io.starlingx.portieris.app.rehearsal.WebhookRehearsal;
import io.starlingx.portieris.bench.admission.AdmissionBench;
import io.starlingx.portieris.bench.admission.AdmissionBench.Foreign;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads and measures. */
@Command(
    name = "bench",
    description = "Measure how much the product bears.",
    versionProvider = ProductVersion.class,
    subcommands = BenchCommand.Admission.class)
final class BenchCommand {

  private static final List<String> SCENARIOS =
      List.of("warm", "cold", "changes", "faults", "api-server", "memory");

  /** Load on an admission webhook. */
  @Command(
      name = "admission",
      description = {
        "Put load on the webhook, or on another one, on real servers of this machine.",
        "Only right answers count: every image admitted as the digest that was signed."
      })
  static final class Admission implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--scenario",
        arity = "1..*",
        paramLabel = "FILE",
        description = {
          "What load: scenario files. Default: those in tools/bench/scenarios",
          "but cold-reference.yaml, for which a program is built with Go."
        })
    private List<Path> scenarios = List.of();

    @Option(
        names = "--aot",
        description = {
          "Start the webhook as the image of 'app build --aot' does, with an AOT cache.",
          "The cache is made first, where there is none of this webhook."
        })
    private boolean aot;

    @ArgGroup(exclusive = false)
    private @Nullable Other other;

    /** A webhook that is not this product's. */
    static final class Other {
      @Option(
          names = "--url",
          required = true,
          paramLabel = "URL",
          description = "Measure the webhook at this address; what it needs to know is printed.")
      private URI url = URI.create("");

      @Option(
          names = "--ca",
          required = true,
          paramLabel = "FILE",
          description = "Who issued its certificate.")
      private Path authority = Path.of("");

      @Option(
          names = "--pid",
          paramLabel = "PID",
          description = "Its process, for processor time and memory.")
      private @Nullable Long pid;

      private Foreign foreign() {
        return new Foreign(
            url, authority, pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
      }
    }

    @Override
    public Integer call() throws InterruptedException {
      if (aot && other != null) {
        throw new UserError("--aot is for this product's webhook: leave --url out");
      }
      ProjectRoot.needSources("The webhook is measured", "this is a distribution");
      Path root = ProjectRoot.path();
      List<Path> files =
          scenarios.isEmpty()
              ? SCENARIOS.stream()
                  .map(name -> root.resolve("tools/bench/scenarios/" + name + ".yaml"))
                  .toList()
              : scenarios;
      AdmissionBench bench;
      try {
        bench = new AdmissionBench(files, spec.commandLine().getOut());
      } catch (IllegalArgumentException e) {
        throw new UserError(String.valueOf(e.getMessage()));
      }
      try (StepReport steps = StepReport.to(spec.commandLine().getErr());
          TemporaryDirectory work = TemporaryDirectory.create("portieris-bench-")) {
        Path home =
            new ProgramRuntime(JavaProgram.webhook(), steps)
                .layOut(ProjectRoot.webhookDistribution(), ProjectRoot.webhookWorkspace());
        List<String> program = aot ? trained(home, steps) : JavaProgram.webhook().command(home);
        steps.step("start etcd, API server, trust server, registry and webhook");
        Optional<Foreign> foreign = Optional.ofNullable(other).map(Other::foreign);
        Path crds = root.resolve("charts/portieris/crds");
        AdmissionBench.Places places = new AdmissionBench.Places(program, crds, work.path());
        return bench.run(places, foreign) ? ExitCode.OK : ExitCode.FINDINGS;
      } catch (IOException | ImageException | TestbedException e) {
        throw new UserError("the benchmark failed: " + e.getMessage());
      }
    }

    private List<String> trained(Path home, StepReport steps) throws IOException, ImageException {
      AotCache cache = new AotCache(JavaProgram.webhook(), home);
      steps.step("put the webhook to work, for its AOT cache");
      cache.make(new WebhookRehearsal());
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT, "The webhook has an AOT cache of %.1f MB.%n", cache.size() / MEGABYTE);
      return cache.command(home);
    }
  }
}
