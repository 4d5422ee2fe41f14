/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A namespace of its own, the policies that apply in it, and what is created under them. */
final class Scenario implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegisteredWebhook registered;
  private final KubernetesClient admin;
  private final String namespace;
  private Optional<String> clusterMarker = Optional.empty();

  Scenario(RegisteredWebhook registered, String namespace) {
    this.registered = registered;
    this.admin = registered.admin();
    this.namespace = namespace;
    admin.resource(Namespaces.of(namespace)).create();
  }

  String namespace() {
    return namespace;
  }

  /** A Secret of this namespace. */
  void secret(String name, Map<String, String> data) {
    secret(namespace, name, data);
  }

  /** A Secret; one that exists is replaced. */
  void secret(String where, String name, Map<String, String> data) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(where)
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  /** Lets the pods of this namespace pull with these passwords of alice, in this order. */
  void pullSecrets(String registry, List<String> passwords) {
    ServiceAccountBuilder account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("default")
            .endMetadata();
    for (int i = 0; i < passwords.size(); i++) {
      String auth =
          Base64.getEncoder().encodeToString(("alice:" + passwords.get(i)).getBytes(UTF_8));
      String config = "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry, auth);
      admin
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName("pull-" + i)
                  .endMetadata()
                  .withType("kubernetes.io/dockerconfigjson")
                  .addToStringData(".dockerconfigjson", config)
                  .build())
          .create();
      account.addNewImagePullSecret("pull-" + i);
    }
    admin.resource(account.build()).serverSideApply();
  }

  /** Puts the only policy of this kind in place and waits until the webhook goes by it. */
  void policy(String kind, String rules) {
    String marker = "marker.example.com/" + namespace + "-" + Integer.toHexString(rules.hashCode());
    boolean cluster = kind.equals("ClusterImagePolicy");
    delete(kind);
    registered.policy(
        kind,
        "scenario",
        cluster ? "" : "namespace: " + namespace,
        """
        %s
        - {name: "%2$s", policy: {}}
        - {name: "%2$s-not", policy: {simple: {requirements: [{type: reject}]}}}
        """
            .formatted(rules.strip(), marker));
    if (cluster) {
      clusterMarker = Optional.of(marker);
    }
    // Earlier rules may admit everything, so what they do not refuse is asked first.
    Awaited.until("the policy", () -> !admits(marker + "-not") && admits(marker));
  }

  /** Removes the policy of this kind. */
  void delete(String kind) {
    var policies = admin.genericKubernetesResources("portieris.cloud.ibm.com/v1", kind);
    if (kind.equals("ClusterImagePolicy")) {
      policies.withName("scenario").delete();
    } else {
      policies.inNamespace(namespace).withName("scenario").delete();
    }
  }

  /** Whether a pod with this image would be admitted now. */
  boolean admits(String image) {
    return admits(namespace, image);
  }

  private boolean admits(String where, String image) {
    return Admissions.isAdmitted(admin, Pods.of(where, image));
  }

  /** The images as they are stored when the workload is created. */
  List<String> create(WorkloadKind kind, int replicas, String... images) {
    HasMetadata stored =
        admin.resource(kind.manifest(namespace, replicas, List.of(images))).create();
    return images(kind, stored);
  }

  static List<String> images(WorkloadKind kind, HasMetadata stored) {
    JsonNode object = JSON.valueToTree(stored);
    return object.at(kind.podSpec() + "/containers").findValuesAsText("image");
  }

  /** The text with which the workload is refused. */
  String refusal(WorkloadKind kind, int replicas, String... images) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> create(kind, replicas, images));
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.getCode()).isEqualTo(403);
    return refusal.getStatus().getMessage();
  }

  /** Returns once no policy of this scenario decides about other namespaces any more. */
  @Override
  public void close() {
    clusterMarker.ifPresent(
        marker -> {
          delete("ClusterImagePolicy");
          Awaited.until("the policy's end", () -> !admits("default", marker));
        });
    delete("ImagePolicy");
  }
}
