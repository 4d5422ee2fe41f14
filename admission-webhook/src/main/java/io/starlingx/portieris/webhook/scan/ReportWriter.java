/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.webhook.log.EventLog;
import io.starlingx.portieris.webhook.review.RunningPod;
import java.net.HttpURLConnection;
import java.util.List;

/** Writes PolicyReports where the cluster has their kind. Used by one thread. */
final class ReportWriter {

  private static final EventLog LOG = EventLog.of(ReportWriter.class);

  private final KubernetesClient client;
  private boolean wasServed = true;
  private boolean isServed;

  ReportWriter(KubernetesClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** Looks whether there is such a kind; says so once where there is none. */
  void lookForKind() {
    isServed = client.raw("/apis/" + PolicyReport.API_VERSION) != null;
    if (wasServed && !isServed) {
      LOG.info(
          "no policy reports are written: the cluster does not serve them",
          EventLog.fields().with("apiVersion", PolicyReport.API_VERSION));
    }
    wasServed = isServed;
  }

  /** Whether the report stands; true where there is no such kind. */
  boolean write(RunningPod pod, List<ScannedImage> images) {
    if (!isServed) {
      return true;
    }
    GenericKubernetesResource report = PolicyReport.of(pod, images);
    try {
      client
          .genericKubernetesResources(PolicyReport.KIND)
          .inNamespace(pod.namespace())
          .resource(report)
          .fieldManager("portieris")
          .forceConflicts()
          .serverSideApply();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true; // the namespace went while it was scanned
      }
      LOG.warn(
          "a policy report could not be written",
          EventLog.fields()
              .with("namespace", pod.namespace())
              .with("pod", pod.name())
              .with("cause", String.valueOf(e.getMessage())));
      return false;
    }
  }
}
