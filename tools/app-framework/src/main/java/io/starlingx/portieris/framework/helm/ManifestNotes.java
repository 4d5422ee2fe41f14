/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Extraction;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.manifest.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a chart whose notes are its own manifest. Helm's library returns the notes of a dry run
 * and nothing else, and its {@code template} command knows neither the cluster's objects nor
 * whether it is an upgrade; notes are rendered with both.
 */
final class ManifestNotes {

  private static final String NOTES = "NOTES.txt";

  private final StringBuilder notes = new StringBuilder();

  private ManifestNotes() {}

  /**
   * Makes the copy.
   *
   * @param copy a missing directory
   */
  static void write(Path chart, Path copy) throws IOException, ManifestException {
    try (Stream<Path> all = Files.walk(chart)) {
      for (Path path : all.toList()) {
        Files.copy(path, copy.resolve(chart.relativize(path).toString()));
      }
    }
    ManifestNotes manifest = new ManifestNotes();
    Map<String, Object> description = YamlFile.read(copy.resolve("Chart.yaml"));
    manifest.add(copy, description, text(description.get("name")), List.of());
    Files.writeString(
        Files.createDirectories(copy.resolve("templates")).resolve(NOTES), manifest.notes);
  }

  /**
   * Includes all that a chart renders, and the charts within.
   *
   * @param name what Helm calls the chart's templates by
   * @param path what its parents and it are called; one that is switched off is not there
   */
  private void add(Path chart, Map<String, Object> description, String name, List<String> path)
      throws IOException, ManifestException {
    if (!text(description.get("type")).equals("library")) {
      for (Path file : templates(chart)) {
        notes.append("---\n{{- with $ }}");
        path.forEach(
            part -> notes.append("{{- with index .Subcharts \"").append(part).append("\" }}"));
        notes
            .append("\n{{ include \"")
            .append(name + "/" + chart.relativize(file))
            .append("\" . }}\n")
            .append("{{- end }}".repeat(path.size() + 1))
            .append("\n");
      }
    }
    for (Path within : charts(chart.resolve("charts"))) {
      Map<String, Object> part = YamlFile.read(within.resolve("Chart.yaml"));
      for (String called : names(description, text(part.get("name")))) {
        List<String> below = new ArrayList<>(path);
        below.add(called);
        add(within, part, name + "/charts/" + called, below);
      }
    }
  }

  /** Partials and notes make no objects. */
  private static List<Path> templates(Path chart) throws IOException {
    Path directory = chart.resolve("templates");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !text(file.getFileName()).startsWith("_"))
          .filter(file -> !text(file.getFileName()).equals(NOTES))
          .sorted()
          .toList();
    }
  }

  /** The directories of the charts within, those of archives too. */
  private static List<Path> charts(Path directory) throws IOException, ManifestException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    for (Path archive : list(directory)) {
      if (archive.toString().endsWith(".tgz")) {
        if (new Archives(ArchiveLimits.ofApplication()).extract(archive, directory)
            instanceof Extraction.Refused(String reason)) {
          throw new ManifestException(archive.getFileName() + ": " + reason);
        }
        Files.delete(archive);
      }
    }
    return list(directory).stream()
        .filter(path -> Files.isRegularFile(path.resolve("Chart.yaml")))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  /** What a chart within is called: by the aliases that it is given, else by its name. */
  private static List<String> names(Map<String, Object> description, String name) {
    List<String> names = new ArrayList<>();
    if (description.get("dependencies") instanceof List<?> dependencies) {
      for (Object dependency : dependencies) {
        if (dependency instanceof Map<?, ?> listed && name.equals(listed.get("name"))) {
          names.add(listed.get("alias") == null ? name : text(listed.get("alias")));
        }
      }
    }
    return names.isEmpty() ? List.of(name) : names;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
