/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.framework.diagnosis.Diagnosis;
import io.starlingx.portieris.framework.diagnosis.Symptom;
import io.starlingx.portieris.framework.diagnosis.Symptoms;
import io.starlingx.portieris.framework.helm.HelmFailure;
import io.starlingx.portieris.framework.manifest.FluxManifests;
import io.starlingx.portieris.framework.manifest.ManifestException;
import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ApplicationStore;
import io.starlingx.portieris.framework.store.OperationKind;
import java.util.List;

/**
 * Remembers why an operation has failed, with what is wrong on the cluster at that moment: a
 * recovery takes the evidence away.
 */
final class FailureRecorder {

  private final ApplicationStore store;
  private final KubernetesClient client;

  FailureRecorder(ApplicationStore store, KubernetesClient client) {
    this.store = store;
    this.client = client;
  }

  void record(Application application, OperationKind kind, String reason, OperationLog log) {
    store
        .failures()
        .record(application, kind, reason, Symptoms.text(symptoms(application, kind, log)));
  }

  /** None when the cluster does not tell: the failure itself counts for more. */
  private List<Symptom> symptoms(Application application, OperationKind kind, OperationLog log) {
    if (kind == OperationKind.UPLOAD) {
      return List.of();
    }
    try {
      return new Diagnosis(client).of(FluxManifests.read(application.tree()).releases());
    } catch (ManifestException | HelmFailure | RuntimeException e) {
      log.write("what is wrong on the cluster cannot be told: " + e);
      return List.of();
    }
  }
}
