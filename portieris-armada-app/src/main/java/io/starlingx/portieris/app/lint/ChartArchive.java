/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.yaml.YamlFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A chart of the application.
 *
 * @param file its archive, below the application's root
 * @param refusal why the archive could not be read; empty when it could
 * @param root where its files are
 * @param directory the directory in it that holds {@code Chart.yaml}; empty when none does
 * @param chart {@code Chart.yaml}
 * @param values {@code values.yaml}
 */
record ChartArchive(
    String file,
    String refusal,
    Path root,
    String directory,
    Optional<YamlFile> chart,
    Optional<YamlFile> values) {

  /** The name in {@code Chart.yaml}. */
  Optional<String> name() {
    return chart.flatMap(file -> file.first().text("name"));
  }

  /** The version in {@code Chart.yaml}. */
  Optional<String> version() {
    return chart.flatMap(file -> file.first().text("version"));
  }
}
