/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * The Secret {@code default-registry-key}, with which pods pull from the platform's registry. Where
 * kube-system has one it is copied into the namespaces of an application; elsewhere there is no
 * such registry, and nothing to do.
 */
public final class RegistryKey {

  private static final String NAME = "default-registry-key";
  private static final String SOURCE = "kube-system";
  private static final Map<String, String> COPY =
      Map.of("app.kubernetes.io/managed-by", "portieris-system");

  private final KubernetesClient client;

  public RegistryKey(KubernetesClient client) {
    this.client = client;
  }

  /** Brings the namespace and its copy, which may be missing, to the platform's content. */
  public void copyInto(String namespace) {
    Secret source = client.secrets().inNamespace(SOURCE).withName(NAME).get();
    if (source == null || namespace.equals(SOURCE)) {
      return;
    }
    if (client.namespaces().withName(namespace).get() == null) {
      client
          .namespaces()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    Secret copy =
        new SecretBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(namespace)
            .withLabels(COPY)
            .endMetadata()
            .withType(source.getType())
            .withData(source.getData())
            .build();
    client
        .secrets()
        .resource(copy)
        .forceConflicts()
        .fieldManager("portieris-system")
        .serverSideApply();
  }

  /** Deletes the namespace's copy; a Secret of that name that somebody else made stays. */
  public void deleteFrom(String namespace) {
    client
        .secrets()
        .inNamespace(namespace)
        .withLabels(COPY)
        .withField("metadata.name", NAME)
        .delete();
  }
}
