/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A chart that is ready to be packed.
 *
 * @param name its name, also the directory inside its archive
 * @param baseVersion the version that its author wrote into {@code Chart.yaml}
 * @param version that version with the hash of the chart's content as build metadata: another
 *     content is another version, which chart repositories insist on. Of an archive, its own
 * @param source the directory that its author edits, or the archive
 * @param directory where its final files are
 * @param files the files that belong to it, as sorted paths below the directory
 * @param archive the archive that is taken as it is, when its author packed it
 */
public record Chart(
    String name,
    String baseVersion,
    String version,
    Path source,
    Path directory,
    List<String> files,
    Optional<Path> archive) {

  public Chart {
    files = List.copyOf(files);
  }

  /** {@code <name>-<version>.tgz}, as {@code helm package} names it. */
  public String archiveName() {
    return name + "-" + version + ".tgz";
  }

  /** The same chart with its files elsewhere. */
  Chart in(Path other) {
    return new Chart(name, baseVersion, version, source, other, files, archive);
  }
}
