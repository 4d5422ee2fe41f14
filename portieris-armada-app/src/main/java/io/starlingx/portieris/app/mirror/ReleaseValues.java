/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.mirror;

import io.starlingx.portieris.app.content.Application;
import io.starlingx.portieris.app.content.ChartArchive;
import io.starlingx.portieris.app.content.FluxRelease;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values of a release in which sysinv looks for images.
 *
 * @param chart the archive whose {@code values.yaml} it reads; it finds none when no archive holds
 *     a directory of the release's or the chart's name
 * @param merged the chart's values under the static overrides
 */
public record ReleaseValues(Optional<ChartArchive> chart, MergedValues merged) {

  private static final Pattern VERSION = Pattern.compile("-[0-9]+\\.[0-9]+\\.[0-9]+$");
  private static final Yaml NOTHING = new Yaml.Scalar(1, "", Yaml.Kind.NULL);

  /** As sysinv finds them. An unreadable file counts as empty. */
  public static ReleaseValues of(Application app, FluxRelease release) throws IOException {
    Optional<ChartArchive> chart =
        named(app, name -> release.name().equals(Optional.of(name)))
            .or(() -> named(app, name -> byFile(release).equals(Optional.of(name))));
    Yaml values = chart.flatMap(ChartArchive::values).map(YamlFile::first).orElse(NOTHING);
    String file = release.directory() + "/" + release.staticOverrides().orElse("none");
    Yaml overrides = app.yaml(file).map(YamlFile::first).orElse(NOTHING);
    String chartFile = chart.map(ChartArchive::file).orElse(release.file());
    return new ReleaseValues(chart, new MergedValues(chartFile, values, file, overrides));
  }

  /** The name that is left of the chart's file when its version is stripped as N.N.N. */
  private static Optional<String> byFile(FluxRelease release) {
    return release
        .chart()
        .flatMap(
            name -> release.version().map(v -> VERSION.matcher(name + "-" + v).replaceFirst("")));
  }

  private static Optional<ChartArchive> named(Application app, Predicate<String> name) {
    return app.charts().stream()
        .filter(chart -> chart.file().startsWith("charts/"))
        .filter(chart -> !chart.directory().isEmpty() && name.test(chart.directory()))
        .findFirst();
  }
}
