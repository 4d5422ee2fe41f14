/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import java.util.List;

/**
 * A release that a FluxCD tree is made for. The HelmRelease has the chart's name, as the plugin's
 * entry point, the override file and the directory in the chart's archive have: sysinv knows all of
 * them by one name.
 *
 * @param chart the chart's name
 * @param chartVersion the chart's version
 * @param releaseName Helm's name of the release
 * @param namespace where it is installed
 * @param dependsOn names of the releases that must be ready before
 * @param staticOverrides the application's own values, as YAML; may be empty
 */
public record ReleasePlan(
    String chart,
    String chartVersion,
    String releaseName,
    String namespace,
    List<ReleaseKey> dependsOn,
    String staticOverrides) {

  public ReleasePlan {
    dependsOn = List.copyOf(dependsOn);
  }

  /** A release and where it is. */
  public record ReleaseKey(String name, String namespace) {}
}
