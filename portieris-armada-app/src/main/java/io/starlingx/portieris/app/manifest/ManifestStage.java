/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.yaml.ScalarEdits;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Copies an application's own manifests to where the tarball has them. Placeholders are filled, and
 * references to charts get the version that the charts have after their content. Lines stay where
 * they are. Used once.
 */
public final class ManifestStage {

  private static final Set<String> ANY_VERSION =
      Set.of("@CHART_VERSION@", "REPLACE_HELM_CHART_VERSION");

  private final Placeholders placeholders;
  private final List<Chart> charts;
  private final Optional<FluxApi> api;
  private final List<Finding> findings;
  private final Map<Path, Path> origins = new TreeMap<>();

  /**
   * @param charts what the manifests may refer to
   * @param api the API version that releases and repositories get; nothing leaves them as they are
   * @param findings where what is wrong with the manifests is added
   */
  public ManifestStage(
      Placeholders placeholders,
      List<Chart> charts,
      Optional<FluxApi> api,
      List<Finding> findings) {
    this.placeholders = placeholders;
    this.charts = List.copyOf(charts);
    this.api = api;
    this.findings = findings;
  }

  /** Which file became which, by the copy. */
  public Map<Path, Path> origins() {
    return origins;
  }

  /**
   * Stages {@code metadata.yaml} with the version that the application has.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void metadata(Path source, Path target, AppVersion version) throws IOException {
    stageFile(
        source,
        target,
        edits -> edits.at(0, "app_version").ifPresent(s -> s.replace(version.text())));
  }

  /**
   * Stages an Armada manifest.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void armada(Path source, Path target) throws IOException {
    stageFile(source, target, edits -> editArmada(source, edits));
  }

  /**
   * Stages a FluxCD tree.
   *
   * @param target does not exist
   * @throws IOException when a file cannot be read or written
   */
  public void fluxcd(Path source, Path target) throws IOException {
    if (!Files.isDirectory(source)) {
      findings.add(Finding.of(source.toString(), "is no directory of FluxCD manifests"));
      return;
    }
    Files.createDirectory(target);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(source)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      Path copy = target.resolve(String.valueOf(entry.getFileName()));
      if (Files.isSymbolicLink(entry)) {
        findings.add(Finding.of(entry.toString(), "is a link: put the file itself there"));
      } else if (Files.isDirectory(entry)) {
        fluxcd(entry, copy);
      } else {
        stageFile(entry, copy, edits -> editFlux(entry, edits));
      }
    }
  }

  /** Edits that a kind of file needs. */
  @FunctionalInterface
  private interface Editing {
    void edit(ScalarEdits edits);
  }

  private void stageFile(Path source, Path target, Editing editing) throws IOException {
    if (!Files.isRegularFile(source)) {
      findings.add(Finding.of(source.toString(), "is not a regular file"));
      return;
    }
    String text;
    try {
      text = Files.readString(source);
    } catch (CharacterCodingException e) {
      findings.add(Finding.of(source.toString(), "is not UTF-8 text"));
      return;
    }
    int before = findings.size();
    String filled = placeholders.fill(source.toString(), text, findings);
    // A bare @NAME@ is no YAML either: what is filled in nowhere is told once.
    if (source.toString().endsWith(".yaml") && findings.size() == before) {
      String edited = editYaml(source.toString(), text, editing);
      if (!edited.equals(text)) {
        filled = placeholders.fill(source.toString(), edited, findings);
      }
    }
    Files.writeString(target, filled);
    origins.put(target, source);
  }

  private String editYaml(String file, String text, Editing editing) {
    try {
      ScalarEdits edits = new ScalarEdits(text);
      editing.edit(edits);
      edits.checkValues();
      return edits.apply();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      findings.add(new Finding(file, line, "is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      findings.add(Finding.of(file, "is not YAML: " + e.getMessage()));
    }
    return text;
  }

  private void editFlux(Path file, ScalarEdits edits) {
    for (int i = 0; i < edits.documents(); i++) {
      int document = i;
      String kind = edits.at(i, "kind").map(ScalarEdits.Scalar::text).orElse("");
      if (kind.equals("HelmRelease")) {
        api.ifPresent(
            versions ->
                edits.at(document, "apiVersion").ifPresent(s -> s.replace(versions.release())));
        edits
            .at(i, "spec", "chart", "spec", "chart")
            .flatMap(name -> chart(name.text()))
            .ifPresent(
                chart ->
                    edits
                        .at(document, "spec", "chart", "spec", "version")
                        .ifPresent(version -> editVersion(file, chart, version)));
      } else if (kind.equals("HelmRepository")) {
        api.ifPresent(
            versions ->
                edits.at(document, "apiVersion").ifPresent(s -> s.replace(versions.repository())));
      }
    }
  }

  private void editVersion(Path file, Chart chart, ScalarEdits.Scalar version) {
    if (isVersionOf(chart, version.text())) {
      version.replace(chart.version());
    } else {
      report(file, version, "names version " + version.text() + " of chart " + chart.name(), chart);
    }
  }

  private void editArmada(Path file, ScalarEdits edits) {
    for (int i = 0; i < edits.documents(); i++) {
      edits.at(i, "data", "source", "location").ifPresent(s -> editLocation(file, s));
    }
  }

  private void editLocation(Path file, ScalarEdits.Scalar location) {
    int slash = location.text().lastIndexOf('/') + 1;
    String name = location.text().substring(slash);
    Optional<Chart> chart =
        charts.stream()
            .filter(c -> name.startsWith(c.name() + "-") && name.endsWith(".tgz"))
            .max(Comparator.comparingInt(c -> c.name().length()));
    if (chart.isEmpty()) {
      return;
    }
    String version = name.substring(chart.get().name().length() + 1, name.length() - 4);
    if (isVersionOf(chart.get(), version)) {
      location.replace(location.text().substring(0, slash) + chart.get().archiveName());
    } else {
      report(file, location, "names " + name, chart.get());
    }
  }

  private static boolean isVersionOf(Chart chart, String text) {
    return ANY_VERSION.contains(text)
        || text.equals(chart.baseVersion())
        || text.equals(chart.version());
  }

  private void report(Path file, ScalarEdits.Scalar at, String what, Chart chart) {
    findings.add(
        new Finding(
            file.toString(),
            at.line(),
            what
                + ", but the chart's version is "
                + chart.baseVersion()
                + ": write that or @CHART_VERSION@"));
  }

  private Optional<Chart> chart(String name) {
    return charts.stream().filter(chart -> chart.name().equals(name)).findFirst();
  }
}
