/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.List;

/** Examines a chart with {@code helm lint}. Stateless. */
public final class ChartLint {

  /**
   * The errors of the chart in that directory; empty when it is usable. Paths in them are shortened
   * to begin with the chart's directory.
   *
   * @throws HelmFailure when the chart cannot be examined at all
   */
  public List<String> errors(Path chart) throws HelmFailure {
    try {
      LintResult result = new Helm(chart).lint().call();
      if (!result.isFailed()) {
        return List.of();
      }
      String parent = chart.getParent() + "/";
      return result.getMessages().stream()
          .filter(message -> message.startsWith("[ERROR]"))
          .map(message -> message.replace(parent, ""))
          .toList();
    } catch (IllegalStateException e) {
      throw HelmFailure.of(e);
    }
  }
}
