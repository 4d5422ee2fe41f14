/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.Finding;
import java.util.List;

/**
 * What Helm's linter says of a chart.
 *
 * @param errors what keeps the platform from taking it
 * @param warnings what it takes nevertheless
 */
public record ChartLint(List<Finding> errors, List<Finding> warnings) {

  public ChartLint {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
