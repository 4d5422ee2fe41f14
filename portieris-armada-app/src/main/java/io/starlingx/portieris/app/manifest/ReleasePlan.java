/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
 * @param timeout how long one Helm operation may take, if not as long as usual
 * @param staticOverrides the file with the application's own values, if it gives any
 */
public record ReleasePlan(
    String chart,
    String chartVersion,
    String releaseName,
    String namespace,
    List<ReleaseKey> dependsOn,
    Optional<String> timeout,
    Optional<Path> staticOverrides) {

  public ReleasePlan {
    dependsOn = List.copyOf(dependsOn);
  }

  /** A release and where it is. */
  public record ReleaseKey(String name, String namespace) {}
}
