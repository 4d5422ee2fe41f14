/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Extraction;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads charts as they are linted and packed: without what their {@code .helmignore} leaves out,
 * each with its final version.
 */
public final class ChartStage {

  private static final Pattern SEMVER =
      Pattern.compile(
          "v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
              + "(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
  private static final Pattern NAME_LINE =
      Pattern.compile("^name:[ \\t]*[\"']?([^\\s\"'#]+)[\"']?[ \\t]*(?:#.*)?$", Pattern.MULTILINE);
  private static final Pattern VERSION_LINE =
      Pattern.compile(
          "^version:[ \\t]*[\"']?([^\\s\"'#]+)[\"']?[ \\t]*(?:#.*)?$", Pattern.MULTILINE);

  private static final Pattern PACKED_VERSION =
      Pattern.compile("v?\\d+(\\.\\d+){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
  private static final Pattern CHART_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private static final int VERSION_DIGITS = 8;

  private final Folder target;
  private final List<Finding> findings;
  private int unpacked;

  /** A directory that nobody else writes into, and which outlives the charts. */
  @FunctionalInterface
  public interface Folder {

    /** Its path; creates it if need be. */
    Path path() throws IOException;
  }

  /**
   * @param target where archives are unpacked
   * @param findings where what is wrong with the charts is added
   */
  public ChartStage(Folder target, List<Finding> findings) {
    this.target = target;
    this.findings = findings;
  }

  /**
   * Reads a chart's directory, or an archive as {@code helm package} makes it, which keeps its
   * version.
   *
   * @param subpath the chart's directory in an archive of sources; empty when the archive is a
   *     chart
   * @return nothing when something was found that is wrong
   * @throws IOException when a file cannot be read, or unpacked
   */
  public Optional<Chart> stage(Path source, String subpath) throws IOException {
    if (Files.isDirectory(source)) {
      return stageDirectory(source, source, source.toAbsolutePath().getRoot());
    }
    if (!Files.exists(source)) {
      findings.add(Finding.of(source.toString(), "does not exist"));
      return Optional.empty();
    }
    if (!Files.isRegularFile(source) || !source.toString().endsWith(".tgz")) {
      findings.add(
          Finding.of(source.toString(), "is neither a chart's directory nor a chart's .tgz"));
      return Optional.empty();
    }
    Path into = Files.createDirectory(target.path().resolve("." + unpacked++)).toRealPath();
    return switch (new Archives(ArchiveLimits.ofApplication()).extract(source, into)) {
      case Extraction.Refused(String reason) -> {
        findings.add(Finding.of(source.toString(), "cannot be unpacked: " + reason));
        yield Optional.empty();
      }
      case Extraction.Extracted(List<String> files, long bytes) ->
          subpath.isEmpty()
              ? stageArchive(source, into, files)
              : stageSubpath(source, subpath, into);
    };
  }

  private Optional<Chart> stageSubpath(Path archive, String subpath, Path into) throws IOException {
    Path directory = into.resolve(subpath).normalize();
    if (!directory.startsWith(into)) {
      findings.add(
          Finding.of(archive.toString(), "subpath '" + subpath + "' leads out of the archive"));
      return Optional.empty();
    }
    return stageDirectory(directory, archive.resolve(subpath), into);
  }

  private Optional<Chart> stageArchive(Path archive, Path into, List<String> files)
      throws IOException {
    List<String> charts =
        files.stream().filter(file -> file.matches("[^/]+/Chart\\.yaml")).toList();
    if (charts.size() != 1) {
      findings.add(
          Finding.of(
              archive.toString(),
              "is not a chart's archive: it must hold exactly one <chart>/Chart.yaml"));
      return Optional.empty();
    }
    String directory = charts.getFirst().substring(0, charts.getFirst().indexOf('/'));
    Yaml metadata = YamlReader.read(into.resolve(charts.getFirst())).first();
    Optional<String> version = metadata.text("version");
    if (version.isEmpty() || !metadata.text("name").equals(Optional.of(directory))) {
      findings.add(
          Finding.of(
              archive.resolve(charts.getFirst()).toString(),
              "must say name '" + directory + "', as its directory is called, and a version"));
      return Optional.empty();
    }
    if (!ChartFolder.NAME.matcher(directory).matches()
        || !PACKED_VERSION.matcher(version.get()).matches()) {
      findings.add(
          new Finding(
              archive.resolve(charts.getFirst()).toString(),
              metadata.lineOf("version"),
              "must have a name of letters, digits, '.', '_' and '-', and a version of the form"
                  + " 1.2.3"));
      return Optional.empty();
    }
    SequencedMap<String, ChartFile> own = new LinkedHashMap<>();
    files.stream()
        .filter(file -> file.startsWith(directory + "/"))
        .sorted()
        .forEach(
            file ->
                own.put(file.substring(directory.length() + 1), ChartFile.at(into.resolve(file))));
    return Optional.of(
        new Chart(
            directory,
            version.get(),
            version.get(),
            archive,
            own,
            ContentHash.of(own),
            Optional.of(archive)));
  }

  /**
   * @param within where charts that it depends on must be: one that was unpacked here has no say
   *     about this machine
   */
  private Optional<Chart> stageDirectory(Path source, Path shown, Path within) throws IOException {
    Path metadata = source.resolve("Chart.yaml");
    if (!Files.isRegularFile(metadata)) {
      findings.add(Finding.of(shown.toString(), "is not a chart: it has no Chart.yaml"));
      return Optional.empty();
    }
    Path file = shown.resolve("Chart.yaml");
    String text;
    try {
      text = Files.readString(metadata);
    } catch (CharacterCodingException e) {
      findings.add(Finding.of(file.toString(), "is not UTF-8 text"));
      return Optional.empty();
    }
    Optional<String> name = field(file, text, NAME_LINE, CHART_NAME, "a chart's name");
    Optional<String> version =
        field(file, text, VERSION_LINE, SEMVER, "a version of the form 1.2.3");
    Optional<SequencedMap<String, Path>> files =
        new ChartFolder(within, findings).files(source, shown);
    if (name.isEmpty() || version.isEmpty() || files.isEmpty()) {
      return Optional.empty();
    }
    SequencedMap<String, ChartFile> content = new TreeMap<>();
    for (Map.Entry<String, Path> each : files.get().entrySet()) {
      content.put(each.getKey(), ChartFile.read(each.getValue()));
    }
    String base = version.get();
    String sha256 = ContentHash.of(content);
    String full = base + (base.contains("+") ? "." : "+") + sha256.substring(0, VERSION_DIGITS);
    String versioned = VERSION_LINE.matcher(text).replaceFirst("version: " + full);
    content.put("Chart.yaml", ChartFile.of(versioned.getBytes(StandardCharsets.UTF_8)));
    return Optional.of(new Chart(name.get(), base, full, shown, content, sha256, Optional.empty()));
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
}
