/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.store;

import java.util.Optional;

/**
 * Values set over those of one chart.
 *
 * @param chart name of the HelmRelease
 * @param namespace namespace of the HelmRelease
 * @param enabled the chart's one attribute
 * @param system YAML that the application's plugin computed; empty without plugin
 * @param user YAML that the operator set; empty when nothing is set
 */
public record ChartOverride(
    String chart,
    String namespace,
    boolean enabled,
    Optional<String> system,
    Optional<String> user) {

  /** The same with what the plugin has computed now. */
  public ChartOverride withSystem(String values) {
    return new ChartOverride(chart, namespace, enabled, Optional.of(values), user);
  }
}
