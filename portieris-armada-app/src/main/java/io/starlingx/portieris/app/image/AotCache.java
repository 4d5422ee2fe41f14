/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.cache.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The classes of a program, loaded and linked ahead of time, with what its virtual machine learnt
 * about them in a training run. It is valid for the very runtime and jars that it was made with;
 * the virtual machine passes over one that is not. Its bytes differ from run to run.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: Ahead-of-Time Command-Line Ergonomics</a>
 * @see <a href="https://openjdk.org/jeps/515">JEP 515: Ahead-of-Time Method Profiling</a>
 */
public final class AotCache {

  private static final String FILE = "aot/program.aot";
  private static final String STAMP = "aot/inputs.sha256";

  /**
   * As usual: the start calls little that is not prepared, and what the training has called often
   * is compiled as soon as it is called, without being measured again.
   */
  private static final String COMPILED_SOON = "-XX:Tier0InvokeNotifyFreqLog=7";

  /**
   * In the training what is called a few times for each image reaches the optimizing compiler: what
   * has not reached it there is measured again in production, by slower code, for as long as the
   * program's own thresholds ask, which are far beyond a training.
   */
  private static final List<String> IN_TRAINING =
      List.of(
          "-XX:Tier4InvocationThreshold=1000",
          "-XX:Tier4MinInvocationThreshold=200",
          "-XX:Tier4CompileThreshold=2000",
          "-XX:Tier4BackEdgeThreshold=20000");

  private final JavaProgram program;
  private final Path home;

  /**
   * A cache to be.
   *
   * @param home the folder with {@code runtime} and {@code lib}, as {@link ProgramRuntime} lays it
   *     out; the cache is kept there, too
   */
  public AotCache(JavaProgram program, Path home) {
    this.program = program;
    this.home = home;
  }

  /**
   * Trains the program, unless it was trained for the same options by the same code already.
   *
   * @throws IOException when the folder cannot be written
   * @throws ImageException when the training fails; no cache is there then
   */
  public void make(AotTraining training) throws IOException, ImageException {
    Path file = home.resolve(FILE);
    Path stamp = home.resolve(STAMP);
    Optional<String> inputs = inputs();
    if (Files.exists(file)
        && Files.exists(stamp)
        && inputs.filter(Files.readString(stamp)::equals).isPresent()) {
      return;
    }
    Files.createDirectories(home.resolve("aot"));
    Files.deleteIfExists(stamp);
    Files.deleteIfExists(file);
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(home, ".training-")) {
      Path fresh = aside.path().resolve("program.aot");
      List<String> options = new ArrayList<>(IN_TRAINING);
      options.add("-XX:AOTCacheOutput=" + fresh);
      training.run(command(home, options), Files.createDirectory(aside.path().resolve("work")));
      if (!Files.exists(fresh)) {
        throw new ImageException("the virtual machine wrote no AOT cache after its training run");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    if (inputs.isPresent()) {
      Files.writeString(stamp, inputs.get());
    }
  }

  /** What a cache in this folder depends on beside the runtime and jars, which the folder is of. */
  private Optional<String> inputs() throws IOException {
    String command = String.join(" ", command(PlatformBuild.HOME));
    return ProgramCode.running().map(code -> new Sha256().add(code.sha256()).add(command).hex());
  }

  /** Its size in bytes. */
  public long size() throws IOException {
    return Files.size(home.resolve(FILE));
  }

  /** What the cache is good for, for people, where the training can tell. */
  Optional<String> benefit(AotTraining training) throws IOException, ImageException {
    Optional<AotTraining.StartUp> without = start(training, program.command(home));
    Optional<AotTraining.StartUp> with = start(training, command(home));
    return with.flatMap(
        quick ->
            without.map(slow -> "ready after " + quick + "; without the AOT cache after " + slow));
  }

  private Optional<AotTraining.StartUp> start(AotTraining training, List<String> command)
      throws IOException, ImageException {
    try (TemporaryDirectory aside = TemporaryDirectory.createIn(home, ".start-")) {
      return training.start(command, aside.path());
    }
  }

  /** The command that starts the program with the cache, wherever its folder is. */
  public List<String> command(Path place) throws IOException {
    return command(place, List.of("-XX:AOTCache=" + place.resolve(FILE), COMPILED_SOON));
  }

  /** Names every jar: a cache holds for one order of them, and a folder has none. */
  private List<String> command(Path place, List<String> options) throws IOException {
    List<String> jars = new ArrayList<>();
    try (Stream<Path> listed = Files.list(home.resolve("lib"))) {
      listed
          .sorted()
          .map(jar -> place.resolve("lib").resolve(jar.getFileName()).toString())
          .forEach(jars::add);
    }
    return program.command(place, options, String.join(":", jars));
  }

  void write(String prefix, TarWriter tar) throws IOException {
    tar.directory(prefix + "aot");
    tar.file(prefix + FILE, home.resolve(FILE));
  }
}
