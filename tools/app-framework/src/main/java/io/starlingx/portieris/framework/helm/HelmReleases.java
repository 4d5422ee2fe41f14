/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.cluster.LiveObjects;
import io.starlingx.portieris.framework.cluster.ObjectDocuments;
import io.starlingx.portieris.framework.helm.HelmCall.Action;
import io.starlingx.portieris.framework.manifest.HelmRelease;
import io.starlingx.portieris.framework.manifest.HelmRelease.CrdPolicy;
import io.starlingx.portieris.framework.manifest.HelmRelease.Procedure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Releases by Helm's own engine. */
public final class HelmReleases implements ReleaseEngine {

  private static final String NOTES = "NOTES:\n";

  private final Path kubeconfig;
  private final KubernetesClient client;
  private final ReleaseRecords records;
  private final ChartCrds crds;
  private final HelmProcess helm = new HelmProcess();
  private volatile boolean isInterrupted;

  public HelmReleases(Cluster cluster) {
    this.kubeconfig = cluster.kubeconfig();
    this.client = cluster.client();
    this.records = new ReleaseRecords(cluster.client());
    this.crds = new ChartCrds(cluster.client());
  }

  @Override
  public String apply(ReleaseRequest request) throws HelmFailure {
    HelmRelease release = request.release();
    isInterrupted = false;
    try {
      boolean exists = records.exists(release);
      Procedure procedure = exists ? release.onUpgrade() : release.onInstall();
      if (exists) {
        records.failPending(release);
      }
      crds.apply(request.chart(), procedure.crds());
      long begin = System.nanoTime();
      String report =
          call(release, call(exists ? Action.UPGRADE : Action.INSTALL, request, procedure));
      if (request.isEnabled() && procedure.isWaiting() && procedure.isWaitingForJobs()) {
        await(release, release.timeout().minusNanos(System.nanoTime() - begin));
      }
      return notes(report);
    } catch (IllegalStateException | KubernetesClientException e) {
      throw HelmFailure.of(e);
    }
  }

  private HelmCall call(Action action, ReleaseRequest request, Procedure procedure) {
    HelmRelease release = request.release();
    return new HelmCall(
        action,
        kubeconfig,
        release.releaseName(),
        release.releaseNamespace(),
        Math.toIntExact(Math.max(1, release.timeout().toSeconds())),
        request.isEnabled() && procedure.isWaiting(),
        procedure.crds() == CrdPolicy.CREATE,
        request.chart(),
        request.values());
  }

  /** A call that was not ended in order leaves the release pending. */
  private String call(HelmRelease release, HelmCall call) throws HelmFailure {
    try {
      return helm.run(call);
    } catch (HelmFailure e) {
      records.failPending(release);
      throw e;
    }
  }

  private void await(HelmRelease release, Duration left) throws HelmFailure {
    List<GenericKubernetesResource> objects =
        new ObjectDocuments(client.getKubernetesSerialization())
            .objects(
                records.manifest(release).orElse(""),
                release.releaseNamespace(),
                new LiveObjects(client));
    try {
      new JobWait(client, () -> isInterrupted).await(objects, left);
    } catch (HelmFailure e) {
      records.fail(release, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public void interrupt(boolean isForced) {
    isInterrupted = true;
    helm.end(isForced);
  }

  /** What a chart has to say, within what Helm reports of an install or upgrade. */
  static String notes(String output) {
    int start = output.indexOf(NOTES);
    return start < 0 ? "" : output.substring(start + NOTES.length()).strip();
  }

  @Override
  public void remove(HelmRelease release) throws HelmFailure {
    remove(release.releaseName(), release.releaseNamespace());
  }

  /** Takes a release away by its own name; nothing happens when it does not exist. */
  public void remove(String release, String namespace) throws HelmFailure {
    HelmCall uninstall =
        new HelmCall(
            Action.UNINSTALL,
            kubeconfig,
            release,
            namespace,
            0,
            false,
            false,
            Path.of(""),
            List.of());
    try {
      if (records.isWaitedFor(release, namespace)) {
        helm.run(uninstall);
      } else if (records.exists(release, namespace)) {
        uninstall.make();
      }
    } catch (IllegalStateException | KubernetesClientException e) {
      throw HelmFailure.of(e);
    }
  }
}
