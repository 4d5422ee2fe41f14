/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.webhook.kube.http.ApiHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Following the policies of a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class PolicyInformersTest {

  private static final Path CRDS =
      Path.of(System.getProperty("portieris.root"), "charts/portieris/crds");
  private static final String PERMISSIVE = "{\"name\": \"*\", \"policy\": {}}";
  private static final int MANY = 200;

  /** Deeper than the client reads by default; the API server stores up to 10 000. */
  private static final int DEEP = 9_900;

  private final ControlPlane cluster;
  private final ClusterConnection connection;
  private final KubernetesClient client;

  PolicyInformersTest(@TempDir Path directory) throws IOException {
    cluster = ControlPlane.start(directory);
    connection = ClusterConnection.open(Optional.of(cluster.kubeconfig()), "test");
    client = connection.client();
    for (String crd : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
      client.load(Files.newInputStream(CRDS.resolve(crd))).serverSideApply();
    }
    ServedPolicySchema schema = new ServedPolicySchema(client);
    Awaited.until(
        "the definitions",
        () -> {
          schema.refresh();
          return schema.problem().isEmpty();
        });
  }

  @AfterAll
  void stop() {
    connection.close();
    cluster.close();
  }

  @Test
  void saysNothingBeforeEveryPolicyIsKnown() {
    namespace("many");
    for (int i = 0; i < MANY; i++) {
      policy("many", "p" + i, PERMISSIVE);
    }
    for (int round = 0; round < 3; round++) {
      try (PolicyInformers policies = PolicyInformers.start(client)) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        Optional<PolicySet> first = policies.policies("many");
        while (first.isEmpty() && System.nanoTime() < end) {
          Thread.onSpinWait();
          first = policies.policies("many");
        }
        assertThat(first.orElseThrow().namespaced().policies()).hasSize(MANY);
      }
    }
  }

  @Test
  void aPolicyNestedWithoutEndBlindsNobodyElse() {
    namespace("hostile");
    namespace("victim");
    String deep = "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
    policy("hostile", "deep", "{\"name\": \"*\", \"policy\": " + deep + "}");
    policy("victim", "plain", PERMISSIVE);

    try (PolicyInformers policies = PolicyInformers.start(client)) {
      Awaited.until("the policies", policies::synced);

      PolicySet victim = policies.policies("victim").orElseThrow();
      assertThat(victim.namespaced().policies())
          .singleElement()
          .matches(p -> p.name().equals("plain"));
      PolicySet hostile = policies.policies("hostile").orElseThrow();
      assertThat(hostile.namespaced().policies().getFirst().repositories().getFirst().problems())
          .isNotEmpty();
    }
  }

  @Test
  void followsThePoliciesAfterTheApiServerWasGone() {
    namespace("restarted");
    policy("restarted", "before", PERMISSIVE);
    try (PolicyInformers policies = PolicyInformers.start(client)) {
      Awaited.until("the policies", policies::synced);

      cluster.withoutApiServer(
          () -> assertThat(names(policies, "restarted")).containsExactly("before"));
      policy("restarted", "after", PERMISSIVE);

      Awaited.until(
          () -> names(policies, "restarted"),
          () -> names(policies, "restarted").equals(List.of("after", "before")));
    }
  }

  @Test
  void noticesThatItsConnectionHasFallenSilent() throws IOException {
    namespace("silent");
    policy("silent", "removed", PERMISSIVE);
    try (SilentRelay relay = new SilentRelay(URI.create(cluster.url()).getPort());
        KubernetesClient through = through(relay);
        PolicyInformers policies = PolicyInformers.start(through)) {
      Awaited.until("the policies", policies::synced);

      relay.loseConnections();
      policy("silent", "added", PERMISSIVE);
      client.raw(
          "/apis/portieris.cloud.ibm.com/v1/namespaces/silent/imagepolicies/removed",
          "DELETE",
          null);

      Awaited.until(
          () -> names(policies, "silent"),
          () -> {
            policies.compare();
            return names(policies, "silent").equals(List.of("added"));
          });
    }
  }

  @Test
  void aWatchThatHearsEverythingIsLeftAlone() {
    namespace("heard");
    policy("heard", "one", PERMISSIVE);
    try (PolicyInformers policies = PolicyInformers.start(client)) {
      Awaited.until("the policies", policies::synced);
      policies.compare();
      PolicySet before = policies.policies("heard").orElseThrow();
      policies.compare();
      policies.compare();

      // A new watch would have made a new list.
      assertThat(policies.policies("heard").orElseThrow().namespaced())
          .isSameAs(before.namespaced());
    }
  }

  private static List<String> names(PolicyInformers policies, String namespace) {
    return policies.policies(namespace).orElseThrow().namespaced().policies().stream()
        .map(ImagePolicy::name)
        .sorted()
        .toList();
  }

  /** As the webhook is connected, by way of a relay. */
  private KubernetesClient through(SilentRelay relay) {
    Config config = new ConfigBuilder(client.getConfiguration()).build();
    config.setMasterUrl("https://127.0.0.1:" + relay.port() + "/");
    config.setRequestTimeout(3_000);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new ApiHttpClientFactory())
        .build();
  }

  @Test
  void writesWhatItMakesOfAPolicy() {
    namespace("told");
    policy("told", "own", PERMISSIVE + ", {\"name\": \"a\", \"mod\": 1}");
    PolicyStatuses statuses = new PolicyStatuses(client);

    try (PolicyInformers policies = PolicyInformers.start(client, statuses)) {
      Awaited.until("the policies", policies::synced);
      Awaited.until(
          "the status",
          () -> {
            statuses.write();
            return !told().path("rules").isMissingNode();
          });
      assertThat(told().path("rules").asInt()).isEqualTo(2);
      assertThat(told().path("unusableRules").asInt()).isEqualTo(1);
      assertThat(told().path("observedGeneration").asInt()).isEqualTo(1);
      assertThat(told().path("lastError").asText())
          .startsWith("spec.repositories[1].mod: unknown field");
      Awaited.until("nothing more to write", () -> statuses.isCurrent("told", "own"));

      client.raw(
          "/apis/portieris.cloud.ibm.com/v1/namespaces/told/imagepolicies/own", "DELETE", "{}");
      Awaited.until(
          "the end",
          () -> policies.policies("told").orElseThrow().namespaced().policies().isEmpty());
      assertThat(statuses.isCurrent("told", "own")).isTrue();
    }
  }

  @Test
  void leavesToAnotherVersionWhatThatMakesOfAPolicy() {
    namespace("disputed");
    policy("disputed", "own", PERMISSIVE);
    PolicyStatuses statuses = new PolicyStatuses(client);

    try (PolicyInformers policies = PolicyInformers.start(client, statuses)) {
      Awaited.until("the policies", policies::synced);
      Awaited.until(
          "the status",
          () -> {
            statuses.write();
            return told("disputed").path("rules").asInt() == 1;
          });
      patch("disputed", true, "{\"status\": {\"rules\": 7}}");
      policy("disputed", "next", PERMISSIVE);
      Awaited.until("what follows", () -> names(policies, "disputed").size() == 2);

      assertThat(statuses.isCurrent("disputed", "own")).isTrue();
      patch("disputed", false, "{\"spec\": {\"repositories\": []}}");
      Awaited.until("the new rules", () -> !statuses.isCurrent("disputed", "own"));
    }
  }

  private void patch(String namespace, boolean isStatus, String patch) {
    var policy =
        client
            .genericKubernetesResources("portieris.cloud.ibm.com/v1", "ImagePolicy")
            .inNamespace(namespace)
            .withName("own");
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    if (isStatus) {
      policy.subresource("status").patch(merge, patch);
    } else {
      policy.patch(merge, patch);
    }
  }

  private JsonNode told() {
    return told("told");
  }

  private JsonNode told(String namespace) {
    try {
      return new ObjectMapper()
          .readTree(
              client.raw(
                  "/apis/portieris.cloud.ibm.com/v1/namespaces/"
                      + namespace
                      + "/imagepolicies/own"))
          .path("status");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void namespace(String name) {
    client.resource(Namespaces.of(name)).create();
  }

  private void policy(String namespace, String name, String rule) {
    String answer =
        client.raw(
            "/apis/portieris.cloud.ibm.com/v1/namespaces/" + namespace + "/imagepolicies",
            "POST",
            """
            {"apiVersion": "portieris.cloud.ibm.com/v1", "kind": "ImagePolicy",
             "metadata": {"name": "%s"}, "spec": {"repositories": [%s]}}\
            """
                .formatted(name, rule));
    assertThat(answer).contains("resourceVersion");
  }
}
