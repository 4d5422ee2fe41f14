/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Extraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the chart archives of an extracted tarball and extracts each one beside itself. */
final class ChartArchives {

  private ChartArchives() {}

  /** The directories that hold a {@code Chart.yaml}, as paths below the root. */
  static List<String> extract(Path root, Archives archives)
      throws IOException, RejectedUploadException {
    Path charts = root.resolve("charts");
    if (Files.isDirectory(charts)) {
      List<String> names = names(charts);
      if (names.isEmpty()) {
        throw new RejectedUploadException("tar file contains no Helm charts.");
      }
      if (names.stream().noneMatch(name -> name.endsWith(".tgz"))) {
        throw new RejectedUploadException(
            "tar file contains no Helm charts of expected file extension (.tgz).");
      }
    }
    for (Path archive : find(root, ".tgz")) {
      if (archives.extract(archive, parent(archive)) instanceof Extraction.Refused(String reason)) {
        throw new RejectedUploadException(
            "failed to extract tar file " + archive.getFileName() + ".", reason);
      }
    }
    List<String> directories = new ArrayList<>();
    if (Files.isDirectory(charts)) {
      for (String name : names(charts)) {
        if (Files.isRegularFile(charts.resolve(name).resolve("Chart.yaml"))) {
          directories.add("charts/" + name);
        }
      }
    }
    return directories;
  }

  static List<Path> find(Path root, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(p -> p.getFileName().toString().endsWith(suffix) && Files.isRegularFile(p))
          .sorted()
          .toList();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no directory");
    }
    return parent;
  }
}
