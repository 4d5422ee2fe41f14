/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.RegisteredWebhook.HEX;
import static io.starlingx.portieris.webhook.RegisteredWebhook.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users are told when trust servers fail, refuse or are several, on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TrustServerScenariosTest {

  private static final String IMAGE = "us.icr.io/team/hello:v1";
  private static final String OTHER = "us.icr.io/team/other:v1";
  private static final String ROOT = "/v2/us.icr.io/team/hello/_trust/tuf/root.json";

  private static final String TIMESTAMP = "/v2/us.icr.io/team/hello/_trust/tuf/timestamp.json";

  private final AtomicInteger namespaces = new AtomicInteger();
  private final RegisteredWebhook registered;
  private FaultyServer server;
  private Scenario scenario;

  TrustServerScenariosTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory);
    server = FaultyServer.start(registered.authority());
    scenario = new Scenario(registered, "unused");
  }

  @AfterAll
  void stop() {
    registered.close();
  }

  @BeforeEach
  void newNamespace() {
    server = FaultyServer.start(registered.authority());
    scenario = new Scenario(registered, "servers-" + namespaces.incrementAndGet());
  }

  @AfterEach
  void removePolicies() {
    scenario.close();
    server.close();
  }

  @Test
  void aServerThatFailsIsAskedOnceForAllContainersOfAnImage() {
    scenario.policy("ImagePolicy", trusted("us.icr.io/*", server));
    server.answer(TIMESTAMP, Answer.status(503)).answer(ROOT, Answer.status(503));

    assertThat(scenario.refusal(WorkloadKind.POD, 1, IMAGE, IMAGE))
        .contains("Deny \"" + IMAGE + "\", failed to get content trust information: ")
        .contains("unable to reach trust server at this time: 503.")
        .contains("reason: UNAVAILABLE")
        .containsOnlyOnce("Deny ");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void everyImageThatIsNotTrustedIsNamed() {
    scenario.policy("ImagePolicy", trusted("us.icr.io/*", server));

    assertThat(scenario.refusal(WorkloadKind.JOB, 1, IMAGE, OTHER))
        .contains("Deny \"" + IMAGE + "\", failed to get content trust information: ")
        .contains("Deny \"" + OTHER + "\", failed to get content trust information: ")
        .contains("does not have trust data for us.icr.io/team/hello")
        .contains("reason: NO_TRUST_DATA");
  }

  @Test
  void aServerThatWantsCredentialsNobodyHasRefuses() {
    scenario.policy("ImagePolicy", trusted("us.icr.io/*", server));
    server
        .answer(
            ROOT,
            Answer.status(401)
                .withHeader(
                    "WWW-Authenticate",
                    "Bearer realm=\"%s\",service=\"notary\"".formatted(server.uri("/token"))))
        .answer("/token", Answer.status(401));

    assertThat(scenario.refusal(WorkloadKind.POD, 1, IMAGE))
        .contains("no valid ImagePullSecret defined for " + IMAGE)
        .contains("reason: UNAUTHORIZED");
  }

  @Test
  void aNameThatIsNoImageIsRefusedBeforeAnybodyIsAsked() {
    scenario.policy("ImagePolicy", trusted("*", server));

    assertThat(scenario.refusal(WorkloadKind.POD, 1, "us.icr.io/?"))
        .contains("Deny \"us.icr.io/?\", invalid image name");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void eachRuleAsksItsOwnServerAndOneThatChecksNothingAsksNobody() {
    try (FaultyServer another = FaultyServer.start(registered.authority())) {
      scenario.policy(
          "ImagePolicy",
          trusted("us.icr.io/team/hello*", server)
              + "\n"
              + trusted("us.icr.io/team/other*", another)
              + "\n- {name: \"icr.io/*\", policy: {trust: {enabled: false}}}");

      scenario.refusal(WorkloadKind.POD, 1, "icr.io/free:1", IMAGE, OTHER);

      assertThat(server.requests()).allMatch(request -> request.path().contains("/hello/"));
      assertThat(another.requests()).allMatch(request -> request.path().contains("/other/"));
      assertThat(server.requests()).isNotEmpty();
      assertThat(another.requests()).isNotEmpty();
    }
  }

  @Test
  void initContainersAreJudgedAndPinnedWhereTheyStand() {
    scenario.policy(
        "ImagePolicy",
        """
        - {name: "registry.example.com/*", policy: {trust: {enabled: true}}}
        - {name: "icr.io/*", policy: {}}
        """);

    Pod stored = registered.admin().resource(pod(REPOSITORY + ":signed", "icr.io/free:1")).create();
    assertThat(stored.getSpec().getInitContainers().getFirst().getImage())
        .isEqualTo(REPOSITORY + "@sha256:" + HEX);
    assertThat(stored.getSpec().getContainers().getFirst().getImage()).isEqualTo("icr.io/free:1");

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> registered.admin().resource(pod("quay.io/any:1", "icr.io/free:1")).create());
    assertThat(refusal.getStatus().getMessage())
        .contains("Deny \"quay.io/any:1\", no matching repositories in the ImagePolicies");
  }

  private Pod pod(String init, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(scenario.namespace())
        .withGenerateName("pod-")
        .endMetadata()
        .withNewSpec()
        .addNewInitContainer()
        .withName("init")
        .withImage(init)
        .endInitContainer()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  private static String trusted(String pattern, FaultyServer server) {
    return "- {name: \"%s\", policy: {trust: {enabled: true, trustServer: \"%s\"}}}"
        .formatted(pattern, server.uri(""));
  }
}
