/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Packs a chart as {@code helm package} does, with the same bytes every time. */
public final class ChartPacker {

  private ChartPacker() {}

  /**
   * Writes the chart's archive into a directory; one that its author packed is copied.
   *
   * @throws IOException when it cannot be written; what was written stays
   */
  public static Path pack(Chart chart, Path directory) throws IOException {
    Path archive = directory.resolve(chart.archiveName());
    if (chart.archive().isPresent()) {
      return Files.copy(chart.archive().get(), archive);
    }
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
      for (Map.Entry<String, ChartFile> file : chart.files().entrySet()) {
        tar.file(chart.name() + "/" + file.getKey(), file.getValue().bytes());
      }
    }
    return archive;
  }
}
