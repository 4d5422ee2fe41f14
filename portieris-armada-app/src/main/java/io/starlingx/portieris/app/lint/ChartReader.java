/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Salvage;
import io.starlingx.portieris.app.yaml.YamlFile;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Unpacks the chart archives of an application; all of them share the limits. Used once. */
final class ChartReader {

  private static final String CHART = "Chart.yaml";

  private final Path directory;
  private ArchiveLimits left;

  ChartReader(Path directory, ArchiveLimits limits) {
    this.directory = directory;
    this.left = limits;
  }

  List<ChartArchive> read(Path root, SortedSet<String> files) throws IOException {
    List<ChartArchive> charts = new ArrayList<>();
    for (String file : files) {
      if (file.endsWith(".tgz")) {
        charts.add(read(root, file, directory.resolve(Integer.toString(charts.size()))));
      }
    }
    return charts;
  }

  private ChartArchive read(Path root, String file, Path into) throws IOException {
    Files.createDirectory(into);
    Salvage salvage = new Archives(left).salvage(root.resolve(file), into);
    left =
        new ArchiveLimits(
            left.bytes() - salvage.bytes(),
            left.members() - Math.min(left.members(), salvage.members().size()),
            left.headerBytes());
    Optional<Path> chart = directory(into);
    return new ChartArchive(
        file,
        salvage.refusal(),
        into,
        chart.map(path -> String.valueOf(path.getFileName())).orElse(""),
        yaml(chart, CHART),
        yaml(chart, "values.yaml"));
  }

  private static Optional<Path> directory(Path root) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(p -> Files.isRegularFile(p.resolve(CHART))).min(Path::compareTo);
    }
  }

  private static Optional<YamlFile> yaml(Optional<Path> chart, String name) throws IOException {
    Optional<Path> file = chart.map(path -> path.resolve(name)).filter(Files::isRegularFile);
    return file.isPresent() ? Optional.of(YamlReader.read(file.get())) : Optional.empty();
  }
}
