/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartStage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes an application folder that can be built at once: with the given charts, or with a small one
 * to start from.
 */
public final class NewFolder {

  private final String name;
  private final AppVersion version;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param name the application's name
   */
  public NewFolder(String name, AppVersion version) {
    this.name = name;
    this.version = version;
  }

  /**
   * Writes the folder as a whole or not at all.
   *
   * @param folder does not exist or is empty
   * @param charts chart directories and archives that are copied into it; may be empty
   * @return what is wrong; nothing was written then
   * @throws IOException when a file cannot be read or written
   */
  public List<Finding> write(Path folder, List<Path> charts) throws IOException {
    if (!Naming.APPLICATION.accepts(name)) {
      findings.add(Finding.of("--name " + name, "must be " + Naming.APPLICATION.form()));
    }
    if (Files.exists(folder) && !isEmptyDirectory(folder)) {
      findings.add(
          Finding.of(
              folder.toString(), "exists already and is not overwritten: name another folder"));
    }
    Path target = folder.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(target.resolve("..").normalize());
    try (TemporaryDirectory work = TemporaryDirectory.createIn(parent, ".app-init-")) {
      Path made = Files.createDirectory(work.path().resolve("folder"));
      List<Chart> staged = stage(charts, Files.createDirectory(work.path().resolve("charts")));
      if (!findings.isEmpty()) {
        return findings;
      }
      Files.createDirectory(made.resolve("charts"));
      for (Chart chart : staged) {
        copy(chart, made);
      }
      if (charts.isEmpty()) {
        start(made);
      }
      Files.writeString(made.resolve(FolderFiles.DESCRIPTOR), descriptor(staged));
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return findings;
  }

  private List<Chart> stage(List<Path> charts, Path work) throws IOException {
    ChartStage stage = new ChartStage(() -> work, findings);
    List<Chart> staged = new ArrayList<>();
    for (Path path : charts) {
      Optional<Chart> chart = stage.stage(path, "");
      if (chart.isPresent()
          && staged.stream().anyMatch(other -> other.name().equals(chart.get().name()))) {
        findings.add(Finding.of(path.toString(), "is another chart named " + chart.get().name()));
      }
      chart.ifPresent(staged::add);
    }
    return staged;
  }

  private static void copy(Chart chart, Path folder) throws IOException {
    Path charts = folder.resolve("charts");
    if (chart.archive().isPresent()) {
      Files.copy(chart.archive().get(), charts.resolve(chart.archiveName()));
    } else {
      Path copy = charts.resolve(chart.name());
      chart.writeTo(copy);
      // With the version that its author wrote.
      Files.copy(
          chart.source().resolve("Chart.yaml"),
          copy.resolve("Chart.yaml"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve(chart.name() + "-static-overrides.yaml"),
        text("static-overrides.yaml").replace("@NAME@", chart.name()));
  }

  /** A chart to start from, under the application's name. */
  private void start(Path folder) throws IOException {
    Path chart = folder.resolve("charts").resolve(chartName());
    Files.createDirectories(chart.resolve("templates"));
    for (String file : List.of("Chart.yaml", "values.yaml", "templates/deployment.yaml")) {
      Files.writeString(chart.resolve(file), text("chart/" + file).replace("@NAME@", chartName()));
    }
    Files.writeString(
        folder.resolve(chartName() + "-static-overrides.yaml"),
        text("chart/static-overrides.yaml"));
  }

  private String descriptor(List<Chart> staged) throws IOException {
    List<String> lines = new ArrayList<>();
    if (staged.isEmpty()) {
      lines.add("  - name: " + chartName());
    }
    for (Chart chart : staged) {
      lines.add(
          chart.archive().isPresent()
              ? "  - path: charts/" + chart.archiveName()
              : "  - name: " + chart.name());
    }
    return text("app.yaml")
        .replace("@NAME@", name)
        .replace("@VERSION@", version.text())
        .replace("@NAMESPACE@", chartName())
        .replace("@CHARTS@", String.join("\n", lines));
  }

  private String chartName() {
    return name.replace('_', '-');
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = NewFolder.class.getResourceAsStream("new/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its resource new/" + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
