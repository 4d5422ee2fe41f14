/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.build.BuildProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program with its own Java runtime, in a folder as in the image: {@code opt/portieris/runtime}
 * and {@code opt/portieris/lib}.
 */
public final class ProgramRuntime {

  /** Changes when the way of laying out does. */
  private static final String LAYOUT = "4";

  private final JavaProgram program;
  private final BuildProgress progress;
  private final Optional<ModuleFolder> from;
  private final Linker linker;

  /** With a runtime of the JDK that this runs on. */
  public ProgramRuntime(JavaProgram program, BuildProgress progress) {
    this(program, progress, Optional.empty());
  }

  /** With a runtime from the modules of another JDK, if there is one. */
  ProgramRuntime(JavaProgram program, BuildProgress progress, Optional<ModuleFolder> from) {
    this(program, progress, from, target -> JavaRuntime.link(target, program.modules(), from));
  }

  ProgramRuntime(JavaProgram program, BuildProgress progress, Linker linker) {
    this(program, progress, Optional.empty(), linker);
  }

  ProgramRuntime(
      JavaProgram program, BuildProgress progress, Optional<ModuleFolder> from, Linker linker) {
    this.program = program;
    this.progress = progress;
    this.from = from;
    this.linker = linker;
  }

  /** Makes a Java runtime in a directory that does not exist. */
  @FunctionalInterface
  interface Linker {
    void link(Path target) throws IOException, ImageException;
  }

  /**
   * Lays out the folder, or leaves it as it is when it was made from the same jars on the same JDK.
   *
   * @param distribution the folder with the program's jars
   * @param directory becomes the parent of {@code opt}
   * @return {@code opt/portieris} in that directory
   * @throws IOException when the directory cannot be written
   * @throws ImageException when there are no jars or the JDK cannot link a runtime
   */
  public Path layOut(Path distribution, Path directory) throws IOException, ImageException {
    List<Path> jars = jars(distribution);
    String inputs = inputs(jars);
    Path stamp = directory.resolve("inputs.sha256");
    Path opt = directory.resolve("opt");
    Path home = opt.resolve("portieris");
    if (Files.exists(stamp) && Files.readString(stamp).equals(inputs) && Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(directory);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(directory, ".new-")) {
      Path fresh = Files.createDirectories(aside.path().resolve("opt/portieris"));
      progress.step(
          "link the Java runtime" + from.map(folder -> " for " + folder.architecture()).orElse(""));
      linker.link(fresh.resolve("runtime"));
      NativeCode.copy(jars, fresh.resolve("runtime"));
      progress.step("store " + jars.size() + " jars");
      JarStore.copy(jars, Files.createDirectory(fresh.resolve("lib")));
      Files.deleteIfExists(stamp);
      if (Files.exists(opt)) {
        Files.move(opt, aside.path().resolve("old"), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(aside.path().resolve("opt"), opt, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(stamp, inputs);
    }
    return home;
  }

  private static List<Path> jars(Path distribution) throws IOException, ImageException {
    List<Path> jars = List.of();
    if (Files.isDirectory(distribution)) {
      try (Stream<Path> entries = Files.list(distribution)) {
        jars = entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList();
      }
    }
    if (jars.isEmpty()) {
      throw new ImageException(distribution + " holds no jars: package the program's module first");
    }
    return jars;
  }

  private String inputs(List<Path> jars) throws IOException {
    MessageDigest digest = MessageDigests.sha256();
    Path jdk = Path.of(System.getProperty("java.home"));
    digest.update(Files.readAllBytes(jdk.resolve("release")));
    digest.update((LAYOUT + program.modules()).getBytes(StandardCharsets.UTF_8));
    digest.update(JavaRuntime.loadedClasses());
    if (from.isPresent()) {
      digest.update(from.get().identity().getBytes(StandardCharsets.UTF_8));
    }
    for (Path jar : jars) {
      digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(MessageDigests.sha256(Files.readAllBytes(jar)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
