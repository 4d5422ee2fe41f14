/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.cache.CacheFolder;
import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.cache.Sha256;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartPacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Packs charts, and remembers the archives. For use by several threads and programs. */
public final class PackedCharts {

  private static final int MOST = 200;
  private static final int LARGEST = 4 << 20;

  private final Optional<CacheFolder> folder;
  private final Optional<ProgramCode> program;

  private PackedCharts(Optional<CacheFolder> folder, Optional<ProgramCode> program) {
    this.folder = folder;
    this.program = program;
  }

  /**
   * Remembers what a program packed, from program to program.
   *
   * @param directory of this user's own; created when needed
   */
  static PackedCharts of(Path directory, Optional<ProgramCode> program) {
    return new PackedCharts(Optional.of(new CacheFolder(directory, MOST, LARGEST)), program);
  }

  /** Remembers nothing. */
  public static PackedCharts none() {
    return new PackedCharts(Optional.empty(), Optional.empty());
  }

  /**
   * Writes a chart's archive into a directory.
   *
   * @throws IOException when it cannot be written; what was written stays
   */
  Path pack(Chart chart, Path directory) throws IOException {
    if (folder.isEmpty() || program.isEmpty() || chart.archive().isPresent()) {
      return ChartPacker.pack(chart, directory);
    }
    String key =
        new Sha256()
            .add(program.get().sha256())
            .add(chart.name())
            .add(chart.version())
            .add(chart.sha256())
            .hex();
    Optional<byte[]> known = folder.get().find(key);
    if (known.isPresent()) {
      return Files.write(directory.resolve(chart.archiveName()), known.get());
    }
    Path archive = ChartPacker.pack(chart, directory);
    if (Files.size(archive) <= LARGEST) {
      folder.get().remember(key, Files.readAllBytes(archive));
    }
    return archive;
  }
}
