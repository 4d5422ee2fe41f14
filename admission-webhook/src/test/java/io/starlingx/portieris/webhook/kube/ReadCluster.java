/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real API server with one namespace, and what the webhook reads from it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
abstract class ReadCluster {

  static final String NS = "team-a";

  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final ControlPlane cluster;
  final ClusterConnection connection;
  final KubernetesClient client;
  final ClusterSecrets secrets;
  final WorkloadPullSecrets pullSecrets;

  ReadCluster(Path directory) {
    cluster = ControlPlane.start(directory);
    connection = ClusterConnection.open(Optional.of(cluster.kubeconfig()), "test");
    client = connection.client();
    secrets = new ClusterSecrets(client, executor);
    pullSecrets = new WorkloadPullSecrets(client, secrets, executor);
    client.resource(Namespaces.of(NS)).create();
  }

  @AfterAll
  void stop() {
    connection.close();
    cluster.close();
    executor.shutdownNow();
  }

  void registry(String name, String host, String userAndPassword) {
    String[] parts = userAndPassword.split(":", 2);
    secret(
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}"
                .formatted(host, parts[0], parts[1])));
  }

  void secret(String name, String type, Map<String, String> data) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NS)
                .withName(name)
                .endMetadata()
                .withType(type)
                .withStringData(data)
                .build())
        .create();
  }

  static RequestContext patiently() {
    return RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(2)));
  }
}
