/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.testbed.object.Definitions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneTest {

  private static final String LIMITS_DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: limits.testbed.example.com}
      spec:
        group: testbed.example.com
        names: {kind: Limit, plural: limits, singular: limit}
        scope: Namespaced
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties: {low: {type: integer}, high: {type: integer}}
                  x-kubernetes-validations:
                  - {rule: self.low <= self.high, message: low must not exceed high}
      """;

  private final ControlPlane plane;
  private final KubernetesClient client;

  ControlPlaneTest(@TempDir Path directory) {
    plane = ControlPlane.start(directory.resolve("cluster"));
    client = plane.client();
  }

  @BeforeAll
  void defineLimits() {
    Definitions.serve(client, LIMITS_DEFINITION);
  }

  @AfterAll
  void stop() {
    client.close();
    plane.close();
  }

  @Test
  void servesTheVersionItWasBuiltFor() {
    assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.34.4");
  }

  @Test
  void storesWhatTheValidationRuleAccepts() {
    client.resource(limit("good", 1, 2)).create();

    assertThat(
            client.genericKubernetesResources("testbed.example.com/v1", "Limit").list().getItems())
        .extracting(item -> item.getMetadata().getName())
        .contains("good");
  }

  @Test
  void refusesWhatTheValidationRuleRefuses() {
    assertThatThrownBy(() -> client.resource(limit("bad", 2, 1)).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("low must not exceed high");
  }

  @Test
  void admitsPodsWithoutServiceAccountController() {
    client
        .resource(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: bare, namespace: default}
            spec: {containers: [{name: one, image: example.com/one}]}
            """)
        .create();

    assertThat(client.pods().inNamespace("default").withName("bare").get().getSpec().getNodeName())
        .isNull();
  }

  @Test
  void kubectlReadsTheCluster() throws Exception {
    Process kubectl =
        new ProcessBuilder(
                plane.kubectl().toString(),
                "--kubeconfig=" + plane.kubeconfig(),
                "get",
                "namespaces",
                "-o",
                "name")
            .redirectErrorStream(true)
            .start();

    assertThat(kubectl.inputReader().readAllAsString()).contains("namespace/kube-system");
    assertThat(kubectl.waitFor()).isZero();
  }

  @Test
  void refusesWhoHasNoToken() throws Exception {
    String config = Files.readString(plane.kubeconfig()).replaceAll("token: .*", "token: wrong");

    try (KubernetesClient stranger =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(config)).build()) {
      assertThatThrownBy(() -> stranger.namespaces().list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("Unauthorized");
    }
  }

  private static GenericKubernetesResource limit(String name, int low, int high) {
    return Serialization.unmarshal(
        """
        apiVersion: testbed.example.com/v1
        kind: Limit
        metadata: {name: %s, namespace: default}
        spec: {low: %d, high: %d}
        """
            .formatted(name, low, high),
        GenericKubernetesResource.class);
  }
}
