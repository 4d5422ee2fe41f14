/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.util.List;

/**
 * The differences of two applications. How they are packed (order, times, compression) is none.
 *
 * @param before the first application's name
 * @param after the second's
 * @param unreadable what could not be read and compared
 * @param metadata keys of {@code metadata.yaml}
 * @param charts by name
 * @param releases fields of the HelmReleases, {@code <release>.<field>}
 * @param overrides the applications' own values, {@code <release>.<path>}
 * @param images what is mirrored to the local registry
 * @param plugins entry points and files of the wheels
 * @param files everything else, and modes
 */
public record AppDifference(
    String before,
    String after,
    List<String> unreadable,
    List<Change> metadata,
    List<ChartChange> charts,
    List<Change> releases,
    List<Change> overrides,
    List<Change> images,
    List<Change> plugins,
    List<FileChange> files) {

  public AppDifference {
    unreadable = List.copyOf(unreadable);
    metadata = List.copyOf(metadata);
    charts = List.copyOf(charts);
    releases = List.copyOf(releases);
    overrides = List.copyOf(overrides);
    images = List.copyOf(images);
    plugins = List.copyOf(plugins);
    files = List.copyOf(files);
  }

  /** How many things differ. */
  public int count() {
    return metadata.size()
        + charts.size()
        + releases.size()
        + overrides.size()
        + images.size()
        + plugins.size()
        + files.size();
  }
}
