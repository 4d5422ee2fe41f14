/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A chart that is ready to be packed.
 *
 * @param name its name, also the directory inside its archive
 * @param baseVersion the version that its author wrote into {@code Chart.yaml}
 * @param version that version with the hash of the chart's content as build metadata: another
 *     content is another version, which chart repositories insist on. Of an archive, its own
 * @param source the directory that its author edits, or the archive
 * @param files the files that belong to it as they are packed, by sorted path
 * @param sha256 over names and contents of the files as its author wrote them, in hex
 * @param archive the archive that is taken as it is, when its author packed it
 */
public record Chart(
    String name,
    String baseVersion,
    String version,
    Path source,
    SequencedMap<String, ChartFile> files,
    String sha256,
    Optional<Path> archive) {

  public Chart {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** {@code <name>-<version>.tgz}, as {@code helm package} names it. */
  public String archiveName() {
    return name + "-" + version + ".tgz";
  }

  /**
   * Writes its files into a directory, which is created.
   *
   * @throws IOException when a file cannot be read or written
   * @throws IllegalArgumentException when a file's path leads out of the directory
   */
  public void writeTo(Path directory) throws IOException {
    Path root = directory.normalize();
    for (Map.Entry<String, ChartFile> file : files.entrySet()) {
      Path target = root.resolve(file.getKey()).normalize();
      if (!target.startsWith(root)) {
        throw new IllegalArgumentException(file.getKey() + " leads out of chart " + name);
      }
      Files.createDirectories(target.resolve("..").normalize());
      Files.write(target, file.getValue().bytes());
    }
  }
}
