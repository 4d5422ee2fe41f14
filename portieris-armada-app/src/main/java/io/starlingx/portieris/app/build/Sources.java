/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.attestation.Material;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.ChartSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sources of a tarball, by digest. */
final class Sources {

  private Sources() {}

  static List<Material> of(AppDescription application, List<Path> imageArchives)
      throws IOException {
    List<Material> sources = new ArrayList<>();
    // build/ is where results go; hidden directories are a version control's or a build's own.
    sources.add(
        Material.of(
            "application folder",
            application.files().folder(),
            path -> !path.startsWith("build") && !path.toString().startsWith(".")));
    for (ChartSource chart : application.charts()) {
      if (!chart.path().toRealPath().startsWith(application.files().folder().toRealPath())) {
        String name = String.valueOf(chart.path().normalize().getFileName());
        sources.add(Material.of("chart " + name, chart.path(), path -> true));
      }
    }
    for (Path archive : imageArchives) {
      sources.add(Material.of(String.valueOf(archive.getFileName()), archive, path -> true));
    }
    return sources;
  }
}
