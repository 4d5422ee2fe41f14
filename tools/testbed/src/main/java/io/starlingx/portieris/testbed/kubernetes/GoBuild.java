/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds all programs of a control plane as one. */
final class GoBuild implements ProgramSource {

  private static final GoModule MODULE = new GoModule("module", 2600);
  private static final String BINARY = "kubernetes";
  private static final List<String> PROGRAMS =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl");

  private final GoCompiler compiler;

  GoBuild(GoToolchain toolchain, Path cache, Progress progress) {
    this.compiler = new GoCompiler(toolchain, cache, progress);
  }

  @Override
  public String way() {
    return compiler.way("them");
  }

  @Override
  public String version() {
    return KubernetesBinary.VERSION;
  }

  @Override
  public String obtain(Path directory) {
    String title =
        "build Kubernetes %s from its Go modules, once (about 5 minutes on 2 cores)"
            .formatted(version());
    try {
      compiler.build(
          MODULE, title, linkerFlags(), directory.resolve(BINARY), (go, source, environment) -> {});
      for (String program : PROGRAMS) {
        Files.createSymbolicLink(directory.resolve(program), Path.of(BINARY));
      }
      return GoCompiler.ORIGIN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> linkerFlags() {
    List<String> flags = new ArrayList<>(List.of("-s", "-w"));
    String[] numbers = version().split("\\.", -1);
    for (String variables :
        List.of("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")) {
      flags.add("-X " + variables + ".gitVersion=v" + version());
      flags.add("-X " + variables + ".gitMajor=" + numbers[0]);
      flags.add("-X " + variables + ".gitMinor=" + numbers[1]);
      flags.add("-X " + variables + ".gitTreeState=clean");
    }
    return flags;
  }
}
