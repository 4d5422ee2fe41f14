/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import io.starlingx.portieris.app.AppVersion;
import io.starlingx.portieris.app.wheel.CoreMetadata;
import io.starlingx.portieris.app.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code app.yaml}. */
final class DescriptorReader {

  private static final Set<String> KEYS =
      Set.of("name", "version", "namespace", "charts", "metadata", "armada", "plugin");
  private static final Set<String> CHART_KEYS =
      Set.of("name", "path", "namespace", "release_name", "depends_on", "timeout");

  private DescriptorReader() {}

  /**
   * Reads the descriptor's mapping.
   *
   * @param folder what paths in it are relative to
   * @param otherVersion whether the version is told elsewhere, so that this one does not matter
   */
  static Descriptor read(Fields top, Path folder, boolean otherVersion) {
    top.accepting(KEYS);
    Optional<AppVersion> version = otherVersion ? Optional.empty() : top.version("version");
    Fields metadata = top.below("metadata");
    List<ChartSource> charts = new ArrayList<>();
    for (Yaml entry : top.list("charts")) {
      chart(new Fields(top.file(), "charts[].", entry, top.findings()), folder)
          .ifPresent(charts::add);
    }
    return new Descriptor(
        top.text("name", Naming.APPLICATION),
        version,
        top.text("namespace", Naming.NAMESPACE),
        charts,
        metadata.text("helm_repo"),
        MetadataValues.of(metadata),
        top.flag("armada", true),
        top.flag("plugin", false),
        CoreMetadata.none(),
        List.of());
  }

  private static Optional<ChartSource> chart(Fields chart, Path folder) {
    int line = chart.mapping().line();
    if (!(chart.mapping() instanceof Yaml.Mapping)) {
      chart.report(line, "an entry of 'charts' must be a mapping with 'name' or 'path'");
      return Optional.empty();
    }
    chart.accepting(CHART_KEYS);
    Optional<String> name = chart.text("name");
    Optional<String> path = chart.text("path").or(() -> name.map(text -> "charts/" + text));
    if (path.isEmpty()) {
      chart.report(line, "an entry of 'charts' needs 'name', of a chart in charts/, or 'path'");
      return Optional.empty();
    }
    return Optional.of(
        new ChartSource(
            folder.resolve(path.get()).normalize(),
            "",
            name,
            Optional.empty(),
            chart.text("namespace", Naming.NAMESPACE),
            chart.text("release_name", Naming.RELEASE),
            chart.texts("depends_on"),
            chart.text("timeout", Naming.DURATION),
            chart.file(),
            line));
  }
}
