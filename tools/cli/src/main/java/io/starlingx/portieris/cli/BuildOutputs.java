/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.attestation.Attestations;
import io.starlingx.portieris.app.attestation.BuildRun;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.build.Artifact;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The results of a build with the files beside them, put in place together. */
final class BuildOutputs {

  private final Attestations attestations;
  private final List<Artifact> artifacts = new ArrayList<>();
  private final List<Path> beside = new ArrayList<>();

  BuildOutputs(BuildRun run) {
    this.attestations = new Attestations(run);
  }

  /**
   * The run of a command of this program.
   *
   * @param options what the user chose, without places of this machine
   */
  static BuildRun run(
      List<String> command, SortedMap<String, String> options, Map<String, String> environment) {
    Optional<Instant> time;
    try {
      time = BuildRun.time(environment);
    } catch (IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
    return new BuildRun(
        command, options, ProductVersion.text(), Runtime.version().toString(), time);
  }

  /** Adds a result that lies in a directory of its own. */
  void add(
      Artifact result, Component described, Collection<Component> parts, List<Material> sources)
      throws IOException {
    artifacts.add(result);
    beside.addAll(attestations.write(result, described, parts, sources));
  }

  /** Moves everything into a directory of the same file system; the results come last. */
  List<Artifact> moveInto(Path directory) throws IOException {
    for (Path file : beside) {
      Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    List<Artifact> placed = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      placed.add(artifact.moveInto(directory));
    }
    return placed;
  }

  /** One line a result: file, size, digest. */
  static void print(List<Artifact> artifacts, PrintWriter out) {
    int width = artifacts.stream().mapToInt(a -> a.file().toString().length()).max().orElse(0);
    for (Artifact artifact : artifacts) {
      out.printf(
          Locale.ROOT,
          "%-" + width + "s  %12d bytes  sha256:%s%n",
          artifact.file(),
          artifact.bytes(),
          artifact.sha256());
    }
  }
}
