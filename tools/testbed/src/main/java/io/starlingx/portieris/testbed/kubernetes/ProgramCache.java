/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import io.starlingx.portieris.testbed.FileLock;
import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.StagingDirectory;
import io.starlingx.portieris.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The project's folder of programs, one sub-folder per version and platform. What is in it was put
 * there whole, and is checked against its recorded checksums before it is run.
 */
final class ProgramCache {

  private static final String ORIGIN = "ORIGIN";

  private final Path directory;
  private final Platform platform;
  private final Progress progress;

  ProgramCache(Path directory, Platform platform, Progress progress) {
    this.directory = directory;
    this.platform = platform;
    this.progress = progress;
  }

  /** Whether the programs were put here once. */
  boolean holds(String version) {
    return Files.isDirectory(folder(version));
  }

  /** The programs, if they are here and as recorded. */
  Optional<CachedPrograms> find(String version) throws IOException {
    Path folder = folder(version);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    if (!Sha256Sums.match(folder)) {
      progress.step("the programs in " + folder + " are not as recorded: obtaining them again");
      return Optional.empty();
    }
    return Optional.of(new CachedPrograms(folder, Files.readString(folder.resolve(ORIGIN))));
  }

  /**
   * Returns what a source gives, obtained once even if several processes ask for it.
   *
   * @throws TestbedException if the source cannot give it
   */
  CachedPrograms obtain(ProgramSource source) throws IOException {
    try (FileLock _ = FileLock.acquire(directory.resolve("lock"), progress)) {
      String version = source.version();
      Optional<CachedPrograms> madeMeanwhile = find(version);
      if (madeMeanwhile.isPresent()) {
        return madeMeanwhile.get();
      }
      try (StagingDirectory staging = StagingDirectory.beside(folder(version))) {
        String origin = source.obtain(staging.path());
        Files.writeString(staging.path().resolve(ORIGIN), origin);
        Sha256Sums.record(staging.path());
        return new CachedPrograms(staging.publish(), origin);
      }
    }
  }

  Path folder(String version) {
    return directory.resolve(platform.folder(version));
  }
}
