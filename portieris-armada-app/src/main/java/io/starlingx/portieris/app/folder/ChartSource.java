/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A chart of the application, and how it is installed.
 *
 * @param path the chart's directory or archive
 * @param subpath the chart's directory in an archive of sources; empty when the archive is a chart
 * @param name the name that it must have, if the description says one
 * @param version the version that it must have, if the description says one
 * @param namespace where it is installed, if not in the application's namespace
 * @param releaseName Helm's name of the release, if not {@code <application>-<chart>}
 * @param dependsOn names of charts that must be ready before
 * @param timeout how long one Helm operation may take, if not as long as usual
 * @param file the file that says so, as the user knows it
 * @param line its line, from 1; 0 when the chart is just there
 */
public record ChartSource(
    Path path,
    String subpath,
    Optional<String> name,
    Optional<String> version,
    Optional<String> namespace,
    Optional<String> releaseName,
    List<String> dependsOn,
    Optional<String> timeout,
    String file,
    int line) {

  public ChartSource {
    dependsOn = List.copyOf(dependsOn);
  }

  /** A chart that lies in the folder without a word about it. */
  static ChartSource of(Path path) {
    Optional<String> none = Optional.empty();
    return new ChartSource(path, "", none, none, none, none, List.of(), none, path.toString(), 0);
  }
}
