/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.attestation.JarIdentity;
import io.starlingx.portieris.app.attestation.JavaRelease;
import io.starlingx.portieris.app.build.Artifact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A program with its own runtime as a {@code .tar.gz} that runs wherever it is unpacked: {@code
 * bin}, {@code lib}, {@code runtime} and {@code share} in one folder of the archive's name.
 */
public final class ProgramArchive {

  /** Only what a shell has built in: the search path may be empty. */
  private static final String LAUNCHER =
      """
      #!/bin/sh
      # Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0
      set -eu
      self=$0
      while [ -L "$self" ]; do
        link=$(readlink "$self")
        case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
      done
      case $self in */*) bin=${self%/*} ;; *) bin=. ;; esac
      home=$(CDPATH='' cd -- "$bin/.." && pwd -P)
      exec @COMMAND@ "$@"
      """;

  private final JavaProgram program;
  private final Path home;

  /**
   * An archive to be.
   *
   * @param home the folder with {@code runtime} and {@code lib}, as {@link ProgramRuntime} lays it
   *     out
   */
  public ProgramArchive(JavaProgram program, Path home) {
    this.program = program;
    this.home = home;
  }

  /**
   * Writes it.
   *
   * @param file its name ends in {@code .tar.gz}
   * @param command the name of the command in {@code bin}
   * @param data folders by their names in {@code share}
   * @param files files by their names in the archive's folder
   */
  public Artifact write(
      Path file, String command, SortedMap<String, Path> data, SortedMap<String, Path> files)
      throws IOException {
    String top = String.valueOf(file.getFileName()).replaceFirst("\\.tar\\.gz$", "") + "/";
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(file))) {
      tar.directory(top);
      tar.directory(top + "bin");
      tar.executable(top + "bin/" + command, launcher().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, Path> entry : files.entrySet()) {
        tar.file(top + entry.getKey(), entry.getValue());
      }
      tar.tree(home.resolve("lib"), top + "lib/");
      RuntimeFiles.write(home.resolve("runtime"), top + "runtime/", tar);
      tar.directory(top + "share");
      for (Map.Entry<String, Path> entry : data.entrySet()) {
        tar.tree(entry.getValue(), top + "share/" + entry.getKey() + "/");
      }
    }
    return Artifact.of(file);
  }

  private String launcher() {
    List<String> words = new ArrayList<>();
    for (String word : program.command(Path.of("/HOME"))) {
      words.add("\"" + word.replace("/HOME", "$home") + "\"");
    }
    return LAUNCHER.replace("@COMMAND@", String.join(" \\\n  ", words));
  }

  /** What is in it. */
  public List<Component> components() throws IOException {
    return components(Architecture.current());
  }

  /** What is in it, when its runtime is for another architecture. */
  List<Component> components(String architecture) throws IOException {
    List<Component> components = new ArrayList<>(JarIdentity.all(home.resolve("lib")));
    components.addAll(JavaRelease.components(home.resolve("runtime"), architecture));
    return components;
  }
}
