/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Which files of a directory belong to a chart: all but those that its {@code .helmignore} leaves
 * out, and those of the charts beside it that it depends on.
 */
final class ChartFolder {

  /** As Helm accepts them of others; part of file names, so without a slash. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final String FILE_REPOSITORY = "file://";

  private final Path within;
  private final List<Finding> findings;

  /**
   * @param within where charts that it depends on must be
   * @param findings where what is wrong with the directory is added
   */
  ChartFolder(Path within, List<Finding> findings) {
    this.within = within;
    this.findings = findings;
  }

  /**
   * Every file that goes into the chart, with those of the charts that it depends on.
   *
   * @param source its directory
   * @param shown what findings call it
   * @return paths in the chart and where they are; nothing when something was found that is wrong
   * @throws IOException when a directory cannot be listed
   */
  Optional<SequencedMap<String, Path>> files(Path source, Path shown) throws IOException {
    Optional<SequencedMap<String, Path>> files = own(source, shown);
    if (files.isEmpty()) {
      return files;
    }
    int before = findings.size();
    Path chart = source.toAbsolutePath().normalize();
    addDependencies(chart, shown, "", files.get(), List.of(chart));
    return findings.size() > before ? Optional.empty() : files;
  }

  private Optional<SequencedMap<String, Path>> own(Path source, Path shown) throws IOException {
    Path rules = source.resolve(".helmignore");
    try {
      HelmIgnore ignore =
          HelmIgnore.parse(
              Files.exists(rules) ? Files.readAllLines(rules, StandardCharsets.UTF_8) : List.of());
      SequencedMap<String, Path> files = new LinkedHashMap<>();
      int before = findings.size();
      collect(source, "", ignore, files, shown);
      return findings.size() > before ? Optional.empty() : Optional.of(files);
    } catch (CharacterCodingException e) {
      findings.add(Finding.of(shown.resolve(".helmignore").toString(), "is not UTF-8 text"));
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      findings.add(
          new Finding(shown.resolve(".helmignore").toString(), e.getIndex(), e.getDescription()));
      return Optional.empty();
    }
  }

  /**
   * Adds the charts beside this one that it depends on, as {@code helm dependency build} does.
   *
   * @param chart its directory
   * @param path the charts that lead to this one
   */
  private void addDependencies(
      Path chart, Path shown, String prefix, SequencedMap<String, Path> files, List<Path> path)
      throws IOException {
    for (Yaml dependency :
        YamlReader.read(chart.resolve("Chart.yaml")).first().items("dependencies")) {
      String name = dependency.text("name").orElse("");
      String repository = dependency.text("repository").orElse("");
      String place = prefix + "charts/" + name;
      if (!repository.startsWith(FILE_REPOSITORY)
          || files.keySet().stream()
              .anyMatch(
                  file ->
                      file.startsWith(place + "/")
                          || (file.startsWith(place + "-") && file.endsWith(".tgz")))) {
        continue;
      }
      Path source = chart.resolve(repository.substring(FILE_REPOSITORY.length())).normalize();
      Optional<String> found =
          source.startsWith(within) && Files.isRegularFile(source.resolve("Chart.yaml"))
              ? YamlReader.read(source.resolve("Chart.yaml")).first().text("name")
              : Optional.empty();
      boolean isName = NAME.matcher(name).matches();
      if (!isName || !found.equals(Optional.of(name)) || path.contains(source)) {
        findings.add(
            new Finding(
                shown.resolve("Chart.yaml").toString(),
                dependency.line(),
                "dependency "
                    + name
                    + (!isName
                        ? ": a chart's name has letters, digits, '.', '_' and '-' only"
                        : path.contains(source)
                            ? ": the charts depend on each other in a circle"
                            : ": " + repository + " is no directory of a chart of that name")));
        continue;
      }
      Optional<SequencedMap<String, Path>> own = own(source, source);
      if (own.isPresent()) {
        own.get().forEach((file, from) -> files.put(place + "/" + file, from));
        List<Path> longer = new ArrayList<>(path);
        longer.add(source);
        addDependencies(source, source, place + "/", files, longer);
      }
    }
  }

  private void collect(
      Path directory,
      String prefix,
      HelmIgnore ignore,
      SequencedMap<String, Path> files,
      Path shown)
      throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(directory)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      String path = prefix + entry.getFileName();
      boolean isDirectory = Files.isDirectory(entry);
      if (ignore.ignores(path, isDirectory)) {
        continue;
      }
      if (Files.isSymbolicLink(entry) || !(isDirectory || Files.isRegularFile(entry))) {
        findings.add(
            Finding.of(
                shown.resolve(path).toString(),
                "only regular files and directories go into a chart"));
      } else if (isDirectory) {
        collect(entry, path + "/", ignore, files, shown);
      } else {
        files.put(path, entry);
      }
    }
  }
}
