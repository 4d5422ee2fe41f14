/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import java.nio.file.Path;

/** Releases by Helm's own engine, which runs within this process. */
public final class HelmReleases implements ReleaseEngine {

  private static final String NOTES = "NOTES:\n";

  private final Path kubeconfig;
  private final ReleaseRecords records;
  private final ChartCrds crds;

  public HelmReleases(Cluster cluster) {
    this.kubeconfig = cluster.kubeconfig();
    this.records = new ReleaseRecords(cluster.client());
    this.crds = new ChartCrds(cluster.client());
  }

  @Override
  public String apply(ReleaseRequest request) throws HelmFailure {
    HelmRelease release = request.release();
    try {
      if (records.exists(release)) {
        records.failPending(release);
        crds.apply(request.chart(), release.crdsOnUpgrade());
        return upgrade(request);
      } else {
        crds.apply(request.chart(), release.crdsOnInstall());
        return install(request);
      }
    } catch (IllegalStateException | KubernetesClientException e) {
      throw HelmFailure.of(e);
    }
  }

  /** What a chart has to say, within what Helm reports of an install or upgrade. */
  static String notes(String output) {
    int start = output.indexOf(NOTES);
    return start < 0 ? "" : output.substring(start + NOTES.length()).strip();
  }

  private String install(ReleaseRequest request) {
    HelmRelease release = request.release();
    InstallCommand install =
        new Helm(request.chart())
            .install()
            .withName(release.releaseName())
            .withNamespace(release.releaseNamespace())
            .createNamespace()
            .withKubeConfig(kubeconfig)
            .withTimeout(seconds(release));
    request.values().forEach(install::withValuesFile);
    if (request.isWaiting()) {
      install.waitReady();
    }
    if (release.crdsOnInstall() != CrdPolicy.CREATE) {
      install.skipCrds();
    }
    return notes(install.call().getOutput());
  }

  private String upgrade(ReleaseRequest request) {
    HelmRelease release = request.release();
    UpgradeCommand upgrade =
        new Helm(request.chart())
            .upgrade()
            .withName(release.releaseName())
            .withNamespace(release.releaseNamespace())
            .resetValues()
            .withKubeConfig(kubeconfig)
            .withTimeout(seconds(release));
    request.values().forEach(upgrade::withValuesFile);
    if (request.isWaiting()) {
      upgrade.waitReady();
    }
    return notes(upgrade.call().getOutput());
  }

  @Override
  public void remove(HelmRelease release) throws HelmFailure {
    remove(release.releaseName(), release.releaseNamespace());
  }

  /** Marks a release failed that a killed process has left pending. */
  public void failPending(HelmRelease release) throws HelmFailure {
    if (records.exists(release)) {
      records.failPending(release);
    }
  }

  /** Takes a release away by its own name; nothing happens when it does not exist. */
  public void remove(String release, String namespace) throws HelmFailure {
    try {
      if (records.exists(release, namespace)) {
        Helm.uninstall(release)
            .withNamespace(namespace)
            .withKubeConfig(kubeconfig)
            .ignoreNotFound()
            .call();
      }
    } catch (IllegalStateException | KubernetesClientException e) {
      throw HelmFailure.of(e);
    }
  }

  private static int seconds(HelmRelease release) {
    return Math.toIntExact(Math.max(1, release.timeout().toSeconds()));
  }
}
