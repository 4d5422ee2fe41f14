/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.cache.Sha256;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartFile;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.ChartSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sources of a tarball, by digest. */
final class Sources {

  private Sources() {}

  /**
   * With the content that the charts were read with.
   *
   * @throws IOException when a file cannot be read
   */
  static List<Material> of(AppDescription application, List<Chart> charts, List<Path> imageArchives)
      throws IOException {
    Map<Path, ChartFile> known = known(charts);
    List<Material> sources = new ArrayList<>();
    // build/ is where results go; hidden directories are a version control's or a build's own.
    sources.add(
        Material.of(
            "application folder",
            application.files().folder(),
            path -> !path.startsWith("build") && !path.toString().startsWith("."),
            file -> sha256(file, known)));
    for (ChartSource chart : application.charts()) {
      if (!chart.path().toRealPath().startsWith(application.files().folder().toRealPath())) {
        String name = String.valueOf(chart.path().normalize().getFileName());
        sources.add(
            Material.of("chart " + name, chart.path(), path -> true, file -> sha256(file, known)));
      }
    }
    for (Path archive : imageArchives) {
      sources.add(Material.of(String.valueOf(archive.getFileName()), archive, path -> true));
    }
    return sources;
  }

  private static String sha256(Path file, Map<Path, ChartFile> known) throws IOException {
    ChartFile content = known.get(file);
    return content == null ? FileDigest.SHA256.hex(file) : new Sha256().bare(content.bytes());
  }

  /**
   * Files of charts by their real paths; not Chart.yaml, which is packed with another version, and
   * not those of a chart beside it, which do not lie where they are packed.
   */
  private static Map<Path, ChartFile> known(List<Chart> charts) throws IOException {
    Map<Path, ChartFile> known = new HashMap<>();
    for (Chart chart : charts) {
      if (chart.archive().isEmpty() && Files.isDirectory(chart.source())) {
        Path root = chart.source().toRealPath();
        chart
            .files()
            .forEach(
                (path, file) -> {
                  if (file.source().equals(Optional.of(chart.source().resolve(path)))) {
                    known.put(root.resolve(path), file);
                  }
                });
      }
    }
    return known;
  }
}
