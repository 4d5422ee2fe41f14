/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.ManifestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Renders releases as an install or upgrade would, and changes nothing. */
public final class HelmDryRun {

  private final Path kubeconfig;
  private final String kubernetes;
  private final ReleaseRecords records;

  /**
   * @param kubernetes version of the cluster
   */
  public HelmDryRun(Cluster cluster, String kubernetes) {
    this.kubeconfig = cluster.kubeconfig();
    this.kubernetes = kubernetes;
    this.records = new ReleaseRecords(cluster.client());
  }

  /**
   * What a release would become.
   *
   * @param before YAML documents of its objects as they were applied last; empty when it is new
   * @param definitions YAML documents of the definitions in the chart's {@code crds} directory
   * @param manifest YAML documents of its objects and hooks
   */
  public record Rendered(Optional<String> before, String definitions, String manifest) {}

  /**
   * Renders a release.
   *
   * @throws HelmFailure when Helm would refuse it
   * @throws ManifestException when a chart's description is not as it should be
   * @throws IOException when temporary files cannot be written
   */
  public Rendered render(ReleaseRequest request)
      throws HelmFailure, ManifestException, IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create("portieris-chart-")) {
      Optional<String> before = records.manifest(request.release());
      Path chart = directory.path().resolve("chart");
      ManifestNotes.write(request.chart(), chart);
      String report =
          records.exists(request.release()) ? upgrade(request, chart) : install(request, chart);
      return new Rendered(before, ChartCrds.documents(request.chart()), HelmReleases.notes(report));
    } catch (IllegalStateException | KubernetesClientException e) {
      throw HelmFailure.of(e);
    }
  }

  private String upgrade(ReleaseRequest request, Path chart) {
    HelmRelease release = request.release();
    UpgradeCommand upgrade =
        new Helm(chart)
            .upgrade()
            .withName(release.releaseName())
            .withNamespace(release.releaseNamespace())
            .resetValues()
            .withKubeConfig(kubeconfig)
            .withDryRunOption(DryRun.SERVER);
    request.values().forEach(upgrade::withValuesFile);
    return upgrade.call().getOutput();
  }

  /** Without the cluster's kinds when it does not have one yet: the chart brings it along. */
  private String install(ReleaseRequest request, Path chart) {
    try {
      return install(request, chart, false);
    } catch (IllegalStateException e) {
      if (String.valueOf(e.getMessage()).contains("ensure CRDs are installed first")) {
        return install(request, chart, true);
      }
      throw e;
    }
  }

  private String install(ReleaseRequest request, Path chart, boolean isAlone) {
    HelmRelease release = request.release();
    InstallCommand install =
        new Helm(chart)
            .install()
            .withName(release.releaseName())
            .withNamespace(release.releaseNamespace())
            .skipCrds()
            .withKubeConfig(kubeconfig)
            .withDryRunOption(DryRun.SERVER);
    if (isAlone) {
      install.clientOnly().withKubeVersion(kubernetes);
    }
    request.values().forEach(install::withValuesFile);
    return install.call().getOutput();
  }
}
