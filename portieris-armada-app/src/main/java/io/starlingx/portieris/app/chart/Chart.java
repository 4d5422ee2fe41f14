/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.nio.file.Path;
import java.util.List;

/**
 * A chart that is ready to be packed.
 *
 * @param name its name, also the directory inside its archive
 * @param version the version of its {@code Chart.yaml} with the hash of its content as build
 *     metadata: another content is another version, which chart repositories insist on
 * @param source the directory that its author edits
 * @param directory where its final files are
 * @param files the files that belong to it, as sorted paths below the directory
 */
public record Chart(String name, String version, Path source, Path directory, List<String> files) {

  public Chart {
    files = List.copyOf(files);
  }

  /** {@code <name>-<version>.tgz}, as {@code helm package} names it. */
  public String archiveName() {
    return name + "-" + version + ".tgz";
  }
}
