/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.push.PushCredentials;
import io.starlingx.portieris.framework.image.MirrorSettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

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
  private final Optional<MirrorSettings> mirror;

  /**
   * @param mirror the registry whose key it is where the platform has none
   */
  public RegistryKey(KubernetesClient client, Optional<MirrorSettings> mirror) {
    this.client = client;
    this.mirror = mirror;
  }

  /** Brings the namespace and its copy, which may be missing, to the platform's content. */
  public void copyInto(String namespace) {
    Optional<Secret> found =
        Optional.ofNullable(client.secrets().inNamespace(SOURCE).withName(NAME).get())
            .or(this::ofMirror);
    if (found.isEmpty() || namespace.equals(SOURCE)) {
      return;
    }
    Secret source = found.get();
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

  private Optional<Secret> ofMirror() {
    return mirror.flatMap(
        settings ->
            settings.credentials().apply(settings.registry())
                    instanceof PushCredentials.Password(String user, String password)
                ? Optional.of(key(settings.registry(), user + ":" + password))
                : Optional.empty());
  }

  private static Secret key(String registry, String pair) {
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    String config =
        new ObjectMapper()
            .valueToTree(Map.of("auths", Map.of(registry, Map.of("auth", auth))))
            .toString();
    return new SecretBuilder()
        .withType("kubernetes.io/dockerconfigjson")
        .addToData(
            ".dockerconfigjson",
            Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8)))
        .build();
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
