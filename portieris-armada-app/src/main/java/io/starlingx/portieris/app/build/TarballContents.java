/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.attestation.Component;
import io.starlingx.portieris.app.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is in a tarball, for its bill of materials. */
final class TarballContents {

  /**
   * <a href="https://packaging.python.org/specifications/binary-distribution-format/">Wheels</a>.
   */
  private static final Pattern WHEEL = Pattern.compile("([^-]+)-([^-]+)-.*\\.whl");

  private TarballContents() {}

  static List<Component> of(Path root, List<Chart> charts) throws IOException {
    List<Component> components = new ArrayList<>();
    for (Path archive : files(root.resolve("charts"))) {
      components.add(chart(archive, charts));
    }
    for (Path wheel : files(root.resolve("plugins"))) {
      Matcher name = WHEEL.matcher(name(wheel));
      components.add(
          name.matches()
              ? library(wheel, name.group(1).replace('_', '-'), name.group(2), "pypi")
              : file(wheel, "file"));
    }
    for (Path image : files(root.resolve(AppStage.IMAGES))) {
      components.add(file(image, "container"));
    }
    return components;
  }

  private static Component chart(Path archive, List<Chart> charts) throws IOException {
    Optional<Chart> chart =
        charts.stream()
            .filter(c -> name(archive).equals(c.name() + "-" + c.version() + ".tgz"))
            .findFirst();
    return chart.isPresent()
        ? library(archive, chart.get().name(), chart.get().version(), "helm")
        : file(archive, "file");
  }

  private static Component library(Path file, String name, String version, String kind)
      throws IOException {
    String purl = "pkg:" + kind + "/" + name + "@" + version.replace("+", "%2B");
    return Component.library(name, version, purl, FileDigest.SHA256.hex(file));
  }

  private static Component file(Path file, String type) throws IOException {
    return new Component(type, name(file), "", "", Optional.of(FileDigest.SHA256.hex(file)));
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
