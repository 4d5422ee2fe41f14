/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Writes events: what {@code kubectl get events} shows of this program. */
record EventWriter(KubernetesClient client) {

  /** What the API server takes. */
  static final int MAX_MESSAGE = 1024;

  EventWriter {
    requireNonNull(client, "client");
  }

  /**
   * Writes an event into the namespace of what it is about.
   *
   * @param prefix of the event's own name
   * @param type {@code Normal} or {@code Warning}
   * @throws IOException when the API server does not take it
   */
  void write(ObjectReference about, String prefix, String reason, String type, String message)
      throws IOException {
    String now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(about.getNamespace())
            .withGenerateName(prefix + ".")
            .addToLabels("app", "portieris")
            .endMetadata()
            .withInvolvedObject(about)
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
