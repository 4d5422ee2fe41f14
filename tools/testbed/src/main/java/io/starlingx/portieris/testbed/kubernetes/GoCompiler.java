/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a program from published Go modules, whose content {@code go.sum} fixes. A build uses no
 * network address but that of the user's Go module proxy.
 */
final class GoCompiler {

  /** Where a program came from that was built, for messages. */
  static final String ORIGIN = "built from the published Go modules";

  private static final Duration LIMIT = Duration.ofHours(1);

  private final GoToolchain toolchain;
  private final Path cache;
  private final Progress progress;

  GoCompiler(GoToolchain toolchain, Path cache, Progress progress) {
    this.toolchain = toolchain;
    this.cache = cache;
    this.progress = progress;
  }

  /** The way in a few words, as {@link ProgramSource#way}. */
  String way(String programs) {
    return "build %s from the published Go modules with %s".formatted(programs, toolchain.sought());
  }

  /** What is to be done with a module's source when its program has been built. */
  interface Afterwards {
    void run(Path go, Path source, Map<String, String> environment) throws IOException;
  }

  /**
   * Builds.
   *
   * @param title what is built, and how long that takes
   * @param linkerFlags beside those that leave out what only debuggers need
   * @param binary the program
   */
  void build(
      GoModule module, String title, List<String> linkerFlags, Path binary, Afterwards afterwards)
      throws IOException {
    Path go = toolchain.find();
    progress.step(title);
    try (StagingDirectory source = StagingDirectory.beside(binary.resolveSibling("source"))) {
      module.unpack(source.path());
      Map<String, String> environment = environment(go, source.path());
      compile(go, module, source.path(), environment, linkerFlags, binary);
      afterwards.run(go, source.path(), environment);
    }
  }

  private void compile(
      Path go,
      GoModule module,
      Path source,
      Map<String, String> environment,
      List<String> linkerFlags,
      Path binary) {
    GoBuildOutput output = new GoBuildOutput(progress, module.packages());
    List<String> command =
        List.of(
            go.toString(),
            "build",
            "-v",
            "-trimpath",
            "-buildvcs=false",
            "-ldflags",
            String.join(" ", linkerFlags),
            "-o",
            binary.toString(),
            ".");
    if (new Command(command, source, environment, "", LIMIT).run(output) != 0) {
      throw new TestbedException("go build failed:\n" + output.messages());
    }
  }

  private Map<String, String> environment(Path go, Path source) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CGO_ENABLED", "0");
    environment.put("GOTOOLCHAIN", "local");
    environment.put("GOFLAGS", "-mod=readonly");
    environment.put("GOWORK", "off");
    for (String variable : List.of("GOMODCACHE", "GOCACHE")) {
      if (!isWritable(go, source, variable)) {
        environment.put(variable, cache.resolve(variable).toString());
      }
    }
    return environment;
  }

  private static boolean isWritable(Path go, Path source, String variable) {
    try {
      Path directory =
          Path.of(Command.of(source, List.of(go.toString(), "env", variable)).run().strip());
      return Files.isWritable(Files.createDirectories(directory));
    } catch (IOException | TestbedException e) {
      return false;
    }
  }
}
