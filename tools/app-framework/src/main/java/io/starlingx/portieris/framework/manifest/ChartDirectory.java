/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An extracted chart.
 *
 * @param path its directory
 * @param name what its {@code Chart.yaml} calls it
 * @param version likewise
 */
public record ChartDirectory(Path path, String name, String version) {

  /** The charts of an extracted tarball, by directory name. */
  public static List<ChartDirectory> all(Path tree) throws ManifestException {
    Path charts = tree.resolve("charts");
    if (!Files.isDirectory(charts)) {
      return List.of();
    }
    List<ChartDirectory> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(charts)) {
      for (Path directory : entries.sorted().toList()) {
        Path file = directory.resolve("Chart.yaml");
        if (Files.isRegularFile(file)) {
          Map<String, Object> chart = YamlFile.read(file);
          found.add(
              new ChartDirectory(
                  directory, YamlFile.text(chart, "name"), YamlFile.text(chart, "version")));
        }
      }
    } catch (IOException e) {
      throw new ManifestException("cannot read " + charts + ": " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * The chart that a release installs.
   *
   * @throws ManifestException when the tarball has no such chart
   */
  public static ChartDirectory of(HelmRelease release, Path tree) throws ManifestException {
    Optional<ChartDirectory> chart =
        all(tree).stream().filter(c -> c.name().equals(release.chart())).findFirst();
    if (chart.isEmpty()) {
      throw new ManifestException(
          "HelmRelease " + release.name() + ": the tarball has no chart " + release.chart());
    }
    if (!chart.get().satisfies(release.chartVersion())) {
      throw new ManifestException(
          "HelmRelease %s wants version %s of chart %s, the tarball has %s"
              .formatted(
                  release.name(), release.chartVersion(), release.chart(), chart.get().version()));
    }
    return chart.get();
  }

  /** Ranges are left to whoever reads the manifests with Flux: there is one chart of a name. */
  private boolean satisfies(String wanted) {
    boolean isExact = wanted.matches("v?\\d+\\.\\d+\\.\\d+([-+][0-9A-Za-z.+-]*)?");
    return !isExact || wanted.equals(version);
  }

  /** What its {@code Chart.yaml} says. */
  public Map<String, Object> description() throws ManifestException {
    return YamlFile.read(path.resolve("Chart.yaml"));
  }

  /** The chart's own values. */
  public Map<String, Object> values() throws ManifestException {
    Path file = path.resolve("values.yaml");
    return Files.exists(file) ? YamlFile.read(file) : Map.of();
  }
}
