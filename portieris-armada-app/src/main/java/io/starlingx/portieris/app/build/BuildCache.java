/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.chart.RenderedCharts;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What builds remember from one to the next. It saves time and never changes a result.
 *
 * @param rendered charts that need not be rendered again
 * @param packed charts that need not be packed again
 * @param earlier tarballs that need not be built again
 */
public record BuildCache(RenderedCharts rendered, PackedCharts packed, EarlierBuilds earlier) {

  /**
   * Remembers from program to program.
   *
   * @param directory of this user's own; created when needed
   */
  public static BuildCache in(Path directory) {
    Optional<ProgramCode> program = ProgramCode.running();
    return new BuildCache(
        RenderedCharts.of(directory.resolve("charts"), program),
        PackedCharts.of(directory.resolve("packed-charts"), program),
        EarlierBuilds.of(directory.resolve("applications"), program));
  }

  /** Remembers nothing. */
  public static BuildCache none() {
    return new BuildCache(RenderedCharts.none(), PackedCharts.none(), EarlierBuilds.none());
  }
}
