/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.helm.SetArguments;
import io.starlingx.portieris.framework.helm.ValuesMerge;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.store.ChartOverride;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is set over a release's own values: the plugin's values, and the user's over them. */
final class MergedOverrides {

  private final ValuesMerge merge;

  MergedOverrides(ValuesMerge merge) {
    this.merge = merge;
  }

  /** The overrides of one release; empty where there is no row. */
  static Optional<ChartOverride> chart(List<ChartOverride> charts, HelmRelease release) {
    return charts.stream()
        .filter(c -> c.chart().equals(release.name()))
        .filter(c -> c.namespace().equals(release.namespace()))
        .findFirst();
  }

  /** Both as one document, {@code {}} where nothing is set. */
  String of(List<ChartOverride> charts, HelmRelease release) throws HelmFailure, IOException {
    List<String> overrides =
        chart(charts, release).stream()
            .flatMap(c -> Stream.of(c.system(), c.user()))
            .flatMap(Optional::stream)
            .toList();
    return merge.merge(overrides, SetArguments.NONE);
  }
}
