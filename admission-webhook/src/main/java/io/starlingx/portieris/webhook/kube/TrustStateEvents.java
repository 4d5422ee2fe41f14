/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.FloorKey;
import java.io.IOException;

/** Events about the ConfigMap of a key: {@code kubectl get events}. */
record TrustStateEvents(KubernetesClient client, String namespace) {

  /** A root is trusted because it was seen first. */
  void firstUse(FloorKey key, String message) throws IOException {
    create(key, "TrustedOnFirstUse", "Normal", message);
  }

  /** Somebody had a repository forgotten. */
  void reset(FloorKey key, String by) throws IOException {
    create(key, "TrustStateReset", "Warning", "trust state of " + key.gun() + " reset by " + by);
  }

  private void create(FloorKey key, String reason, String type, String message) throws IOException {
    String name = FloorConfigMaps.entryName(key);
    ObjectReference entry =
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("ConfigMap")
            .withNamespace(namespace)
            .withName(name)
            .build();
    new EventWriter(client).write(entry, name, reason, type, message);
  }
}
