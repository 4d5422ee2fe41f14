/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.trust.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * A cluster that upstream's webhook would guard, on a real API server; a namespace for each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class GuardedCluster {

  private static final Path CRDS =
      Path.of(System.getProperty("portieris.root", "..")).resolve("charts/portieris/crds");
  static final String TRUST =
      "policy: {trust: {enabled: true, trustServer: \"https://notary.example.com\"}}";
  static final String DIGEST = "sha256:" + "ab".repeat(32);

  private final ControlPlane plane;
  final KubernetesClient client;
  String namespace = "";
  List<Identity> identities = List.of();
  List<String> secretNamespaces = List.of();
  List<String> trustServers = List.of();
  List<String> allowedAddresses = List.of();

  GuardedCluster(Path directory) throws Exception {
    plane = ControlPlane.start(directory);
    client = plane.client();
    assertThatThrownBy(this::run).isInstanceOf(IOException.class).hasMessageContaining("portieris");
    for (String file : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
      Definitions.serve(client, Files.readString(CRDS.resolve(file)));
    }
    client.resource(Namespaces.of("portieris")).create();
  }

  @AfterAll
  void stop() {
    client.close();
    plane.close();
  }

  @BeforeEach
  void newNamespace(TestInfo test) {
    namespace = "t-" + Integer.toHexString(test.getDisplayName().hashCode());
    client.resource(Namespaces.of(namespace)).create();
    identities = List.of();
    secretNamespaces = List.of();
    trustServers = List.of();
    allowedAddresses = List.of();
  }

  private MigrationCheck run() throws IOException {
    return MigrationCheck.run(
        client,
        new MigrationSettings(
            "portieris", identities, secretNamespaces, trustServers, allowedAddresses));
  }

  List<MigrationFinding> of(String object) throws IOException {
    return run().findings().stream().filter(f -> f.object().startsWith(object)).toList();
  }

  /** Those about objects of this test's namespace. */
  List<MigrationFinding> mine() throws IOException {
    return run().findings().stream()
        .filter(f -> f.object().contains(" " + namespace + "/"))
        .toList();
  }

  List<String> checks() throws IOException {
    return mine().stream().map(MigrationFinding::check).toList();
  }

  void policy(String name, String rules) {
    policy("ImagePolicy", "namespace: " + namespace, name, rules);
  }

  void clusterPolicy(String name, String rules) {
    policy("ClusterImagePolicy", "labels: {}", name, rules);
  }

  void policy(String kind, String place, String name, String rules) {
    client
        .resource(
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: %s
            metadata:
              name: %s
              %s
            spec:
              repositories:
            """
                    .formatted(kind, name, place)
                + rules.strip().indent(4))
        .create();
  }

  Pod pod(String name, String image) {
    return pods(name, "- {name: app, image: \"" + image + "\"}");
  }

  Pod pods(String name, String containers) {
    return (Pod)
        client
            .resource(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  containers:
                    %s
                """
                    .formatted(name, namespace, containers))
            .create();
  }

  void deployment(String image) {
    workload("Deployment", image);
  }

  String replicaSet(String image) {
    return workload("ReplicaSet", image);
  }

  private String workload(String kind, String image) {
    return client
        .resource(
            """
            apiVersion: apps/v1
            kind: %s
            metadata: {name: web, namespace: %s}
            spec:
              replicas: 0
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: app, image: "%s"}]}
            """
                .formatted(kind, namespace, image))
        .create()
        .getMetadata()
        .getUid();
  }

  void owned(String name, String uid, String controller, String containers) {
    client
        .resource(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              namespace: %s
              ownerReferences:
                - {apiVersion: apps/v1, kind: ReplicaSet, name: web, uid: %s, controller: %s}
            spec:
              containers:
                %s
            """
                .formatted(name, namespace, uid, controller, containers))
        .create();
  }

  void secret(String place, String name, Map<String, String> data) {
    StringBuilder entries = new StringBuilder();
    data.forEach(
        (key, value) ->
            entries
                .append("  \"")
                .append(key)
                .append("\": ")
                .append(Base64.getEncoder().encodeToString(value.getBytes(UTF_8)))
                .append('\n'));
    client
        .resource(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: %s}\ndata:\n%s"
                .formatted(name, place, entries))
        .create();
  }
}
