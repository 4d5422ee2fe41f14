/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Copies the charts of a folder to where they are linted and packed, without what their {@code
 * .helmignore} leaves out, each with its final version. Used once.
 */
public final class ChartStage {

  private static final Pattern SEMVER =
      Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?");
  private static final Pattern NAME_LINE =
      Pattern.compile("^name:[ \\t]*[\"']?([^\\s\"'#]+)[\"']?[ \\t]*(?:#.*)?$", Pattern.MULTILINE);
  private static final Pattern VERSION_LINE =
      Pattern.compile(
          "^version:[ \\t]*[\"']?([^\\s\"'#]+)[\"']?[ \\t]*(?:#.*)?$", Pattern.MULTILINE);
  private static final Pattern CHART_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private final Path target;
  private final List<Finding> findings;

  /**
   * @param target an existing directory; a chart's files go below a directory of its name
   * @param findings where what is wrong with the charts is added
   */
  public ChartStage(Path target, List<Finding> findings) {
    this.target = target;
    this.findings = findings;
  }

  /**
   * Stages every directory of a folder.
   *
   * @throws IOException when a file cannot be read or written
   */
  public List<Chart> stage(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      findings.add(Finding.of(folder.toString(), "there is no such directory of charts"));
      return List.of();
    }
    List<Path> directories;
    try (Stream<Path> entries = Files.list(folder)) {
      directories = entries.filter(Files::isDirectory).sorted().toList();
    }
    if (directories.isEmpty()) {
      findings.add(Finding.of(folder.toString(), "holds no chart"));
    }
    List<Chart> charts = new ArrayList<>();
    for (Path directory : directories) {
      stageOne(directory).ifPresent(charts::add);
    }
    return charts;
  }

  private Optional<Chart> stageOne(Path source) throws IOException {
    Path metadata = source.resolve("Chart.yaml");
    if (!Files.isRegularFile(metadata)) {
      findings.add(Finding.of(source.toString(), "is not a chart: it has no Chart.yaml"));
      return Optional.empty();
    }
    String text = Files.readString(metadata);
    Optional<String> name = field(metadata, text, NAME_LINE, CHART_NAME, "a chart's name");
    Optional<String> version =
        field(metadata, text, VERSION_LINE, SEMVER, "a version of the form 1.2.3");
    Optional<List<String>> files = files(source);
    if (name.isEmpty() || version.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    String full = version.get() + "+" + ContentHash.of(source, files.get());
    Path staged = target.resolve(name.get());
    for (String file : files.get()) {
      Path copy = staged.resolve(file);
      Files.createDirectories(staged.resolve(file + "/..").normalize());
      Files.copy(source.resolve(file), copy);
    }
    Files.writeString(
        staged.resolve("Chart.yaml"), VERSION_LINE.matcher(text).replaceFirst("version: " + full));
    return Optional.of(new Chart(name.get(), full, source, staged, files.get()));
  }

  private Optional<String> field(
      Path file, String text, Pattern line, Pattern accepted, String what) {
    Matcher matcher = line.matcher(text);
    List<MatchResult> found = matcher.results().toList();
    if (found.size() == 1 && accepted.matcher(found.getFirst().group(1)).matches()) {
      return Optional.of(found.getFirst().group(1));
    }
    int at =
        found.isEmpty() ? 0 : 1 + (int) text.substring(0, found.getLast().start()).lines().count();
    String key = line.pattern().substring(1, line.pattern().indexOf(':'));
    findings.add(
        new Finding(
            file.toString(),
            at,
            "exactly one line '" + key + ": …' with " + what + " is accepted"));
    return Optional.empty();
  }

  private Optional<List<String>> files(Path source) throws IOException {
    Path rules = source.resolve(".helmignore");
    try {
      HelmIgnore ignore =
          HelmIgnore.parse(
              Files.exists(rules) ? Files.readAllLines(rules, StandardCharsets.UTF_8) : List.of());
      List<String> files = new ArrayList<>();
      int before = findings.size();
      collect(source, "", ignore, files);
      return findings.size() > before ? Optional.empty() : Optional.of(files);
    } catch (PatternSyntaxException e) {
      findings.add(new Finding(rules.toString(), e.getIndex(), e.getDescription()));
      return Optional.empty();
    }
  }

  private void collect(Path directory, String prefix, HelmIgnore ignore, List<String> files)
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
            Finding.of(entry.toString(), "only regular files and directories go into a chart"));
      } else if (isDirectory) {
        collect(entry, path + "/", ignore, files);
      } else {
        files.add(path);
      }
    }
  }
}
