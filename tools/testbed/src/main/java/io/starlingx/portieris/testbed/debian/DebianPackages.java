/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.debian;

import io.starlingx.portieris.testbed.CacheDirectory;
import io.starlingx.portieris.testbed.FileLock;
import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds programs on PATH, else in the project's cache, else unpacks their Debian packages there.
 * Nothing is installed on the machine: that would need root, and some packages bring a system
 * service that runs from then on.
 */
public final class DebianPackages {

  private final Map<String, String> environment;
  private final Path cache;
  private final PackageSource source;
  private final Progress progress;

  public DebianPackages(Map<String, String> environment, PackageSource source, Progress progress) {
    this.environment = Map.copyOf(environment);
    this.cache = CacheDirectory.of(environment).resolve("debian");
    this.source = source;
    this.progress = progress;
  }

  /** Uses this machine's apt. */
  public static DebianPackages ofThisMachine() {
    return new DebianPackages(System.getenv(), new AptSource(), Progress.onStandardError());
  }

  /**
   * Returns the path of a program.
   *
   * @throws TestbedException if it is not there and cannot be obtained; names what to install
   */
  public Path program(DebianProgram program) {
    return found(program).orElseGet(() -> obtain(program));
  }

  private Optional<Path> found(DebianProgram program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program.file()))
        .filter(Files::isExecutable)
        .findFirst()
        .or(() -> Optional.of(unpacked(program)).filter(Files::isExecutable));
  }

  private Path unpacked(DebianProgram program) {
    return cache.resolve(program.debianPackage()).resolve(program.path());
  }

  private Path obtain(DebianProgram program) {
    String name = program.debianPackage();
    try (FileLock _ = FileLock.acquire(cache.resolve("lock"), progress)) {
      if (!Files.isExecutable(unpacked(program))) {
        progress.step(
            "unpack Debian package " + name + " into " + cache + " (nothing is installed)");
        try (StagingDirectory staging = StagingDirectory.beside(cache.resolve(name))) {
          source.unpack(name, staging.path());
          staging.publish();
        }
      }
      return unpacked(program);
    } catch (IOException | TestbedException e) {
      throw new TestbedException(
          "The program %s is not on PATH, and Debian package %s cannot be unpacked: %s%n"
                  .formatted(program.file(), name, e.getMessage())
              + "Install it (apt-get install "
              + name
              + "), or put the program on PATH.",
          e);
    }
  }

  /** Obtains all programs of the test bed that are missing. */
  public void prepare() {
    EnumSet.complementOf(EnumSet.of(DebianProgram.PROMTOOL, DebianProgram.RUNC))
        .forEach(this::program);
  }
}
