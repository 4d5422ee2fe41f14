/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a HelmRelease manifest asks for.
 *
 * @param name its name, which is also the chart's name in all override commands
 * @param namespace its namespace
 * @param releaseName name of the Helm release
 * @param releaseNamespace namespace that Helm installs into
 * @param storageNamespace namespace in which Flux lets Helm keep its records of the release
 * @param chart name of the chart
 * @param chartVersion version of the chart, possibly a range; empty for any
 * @param staticOverrides the file of values that the application sets over those of the chart
 * @param systemOverrides the file that receives system and user overrides before each apply
 * @param values values within the manifest, which win over all files
 * @param dependsOn names of the HelmReleases that come before it
 * @param timeout how long one Helm operation may take
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/">Flux, Helm Releases</a>
 */
public record HelmRelease(
    String name,
    String namespace,
    String releaseName,
    String releaseNamespace,
    String storageNamespace,
    String chart,
    String chartVersion,
    Path staticOverrides,
    Path systemOverrides,
    Map<String, Object> values,
    List<String> dependsOn,
    Duration timeout,
    Procedure onInstall,
    Procedure onUpgrade) {

  public HelmRelease {
    dependsOn = List.copyOf(dependsOn);
  }

  /**
   * How a release is installed, or upgraded.
   *
   * @param isWaiting whether Helm waits until the resources are ready
   * @param isWaitingForJobs whether it then waits for Jobs as well
   * @param crds what happens to the chart's custom resource definitions
   */
  public record Procedure(boolean isWaiting, boolean isWaitingForJobs, CrdPolicy crds) {}

  /** What happens to the custom resource definitions in a chart's {@code crds} directory. */
  public enum CrdPolicy {
    /** Nothing. */
    SKIP,
    /** Missing ones are created. */
    CREATE,
    /** Missing ones are created, existing ones replaced. */
    CREATE_REPLACE
  }
}
