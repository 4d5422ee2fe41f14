/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.util.List;

/**
 * A chart that is not the same in both.
 *
 * @param name of the chart
 * @param before its version; empty when added
 * @param after its version; empty when removed
 * @param values changes of its default values, by path
 * @param files changes of its files
 */
public record ChartChange(
    String name,
    Change.Kind kind,
    String before,
    String after,
    List<Change> values,
    List<FileChange> files) {
  public ChartChange {
    values = List.copyOf(values);
    files = List.copyOf(files);
  }
}
