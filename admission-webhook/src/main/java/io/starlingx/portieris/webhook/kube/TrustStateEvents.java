/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.tuf.FloorKey;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Events about the ConfigMap of a key: {@code kubectl get events}. */
record TrustStateEvents(KubernetesClient client, String namespace) {

  private static final int MAX_MESSAGE = 1024;

  /** A root is trusted because it was seen first. */
  void firstUse(FloorKey key, String message) throws IOException {
    create(key, "TrustedOnFirstUse", "Normal", message);
  }

  /** Somebody had a repository forgotten. */
  void reset(FloorKey key, String by) throws IOException {
    create(key, "TrustStateReset", "Warning", "trust state of " + key.gun() + " reset by " + by);
  }

  private void create(FloorKey key, String reason, String type, String message) throws IOException {
    String now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    String name = FloorConfigMaps.entryName(key);
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName(name + ".")
            .addToLabels("app", "portieris")
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withNamespace(namespace)
            .withName(name)
            .endInvolvedObject()
            .withReason(reason)
            .withType(type)
            .withMessage(
                message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
            .withNewSource()
            .withComponent("portieris")
            .endSource()
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      throw new IOException(
          "the event " + reason + " could not be written: " + ApiFailure.cause(e), e);
    }
  }
}
