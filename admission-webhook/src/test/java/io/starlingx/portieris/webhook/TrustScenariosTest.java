/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.RegisteredWebhook.HEX;
import static io.starlingx.portieris.webhook.RegisteredWebhook.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.NotaryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Images that a real trust server has signed, under policies of both kinds, on a real API server
 * whose controllers turn workloads into pods.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TrustScenariosTest {

  private static final String PINNED = REPOSITORY + "@sha256:" + HEX;
  private static final String DELEGATED = "registry.example.com/team/nginx";

  private final AtomicInteger namespaces = new AtomicInteger();
  private final RegisteredWebhook registered;
  private final KubernetesClient admin;
  private final KeyPairFiles alice;
  private final KeyPairFiles bob;
  private Scenario scenario;

  TrustScenariosTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory, true, "");
    admin = registered.admin();
    alice = registered.authority().serverFiles("alice", "alice.test");
    bob = registered.authority().serverFiles("bob", "bob.test");
    NotaryClient owner = registered.owner();
    owner.init(DELEGATED);
    owner.giveSnapshotKeyToServer(DELEGATED);
    owner.delegate(DELEGATED, "targets/releases", alice.certificate());
    owner.delegate(DELEGATED, "targets/alice", alice.certificate());
    owner.delegate(DELEGATED, "targets/bob", bob.certificate());
    NotaryClient byAlice = registered.notary().client(directory.resolve("alice"));
    byAlice.importKey(alice.key(), "alice");
    NotaryClient byBob = registered.notary().client(directory.resolve("bob"));
    byBob.importKey(bob.key(), "bob");
    for (String tag : List.of("signed", "multisigned")) {
      byAlice.sign(
          DELEGATED, tag, "sha256:" + HEX, 345, List.of("targets/alice", "targets/releases"));
    }
    byBob.sign(DELEGATED, "multisigned", "sha256:" + HEX, 345, List.of("targets/bob"));
    scenario = new Scenario(registered, "unused");
  }

  @AfterAll
  void stop() {
    registered.close();
  }

  @BeforeEach
  void newNamespace() throws IOException {
    scenario = new Scenario(registered, "trust-" + namespaces.incrementAndGet());
    for (String where : List.of(scenario.namespace(), "portieris")) {
      scenario.secret(where, "alice", signer("alice", alice));
      scenario.secret(where, "bob", signer("bob", bob));
    }
    Awaited.until("the account that its pods run as", this::hasAccount);
  }

  private boolean hasAccount() {
    return admin.serviceAccounts().inNamespace(scenario.namespace()).withName("default").get()
        != null;
  }

  private static Map<String, String> signer(String name, KeyPairFiles files) throws IOException {
    return Map.of("name", name, "publicKey", Files.readString(files.certificate()));
  }

  @AfterEach
  void removePolicies() {
    scenario.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ImagePolicy, '', signed, true",
    "ImagePolicy, '', unsigned, false",
    "ImagePolicy, alice, signed, true",
    "ImagePolicy, alice bob, multisigned, true",
    "ImagePolicy, bob, signed, false",
    "ImagePolicy, alice bob, signed, false",
    "ClusterImagePolicy, '', signed, true",
    "ClusterImagePolicy, '', unsigned, false",
    "ClusterImagePolicy, alice, signed, true",
    "ClusterImagePolicy, alice bob, multisigned, true",
    "ClusterImagePolicy, bob, signed, false",
    "ClusterImagePolicy, alice bob, signed, false",
  })
  void everyNamedSignerHasToHaveSigned(String kind, String signers, String tag, boolean admitted) {
    String named =
        List.of(signers.split(" ")).stream()
            .filter(signer -> !signer.isEmpty())
            .map("{name: %s}"::formatted)
            .reduce((one, other) -> one + ", " + other)
            .map("signerSecrets: [%s], "::formatted)
            .orElse("");
    scenario.policy(kind, trusted(DELEGATED, named));

    if (admitted) {
      assertThat(scenario.create(WorkloadKind.DEPLOYMENT, 1, DELEGATED + ":" + tag))
          .containsExactly(DELEGATED + "@sha256:" + HEX);
    } else {
      scenario.refusal(WorkloadKind.DEPLOYMENT, 1, DELEGATED + ":" + tag);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePolicy", "ClusterImagePolicy"})
  void oneUnsignedContainerRefusesTheWorkload(String kind) {
    scenario.policy(kind, trusted(REPOSITORY, ""));

    assertThat(
            scenario.create(
                WorkloadKind.DEPLOYMENT, 1, REPOSITORY + ":signed", REPOSITORY + ":signed"))
        .containsExactly(PINNED, PINNED);
    assertThat(
            scenario.refusal(WorkloadKind.JOB, 1, REPOSITORY + ":signed", REPOSITORY + ":unsigned"))
        .contains("Deny \"" + REPOSITORY + ":unsigned\"")
        .doesNotContain("Deny \"" + REPOSITORY + ":signed\"");
  }

  /**
   * Whichever comes first: a tag that reads like the signed digest, or another name of an image.
   */
  @Test
  void aRefusalIsNotLostBehindAnImageWhoseNameIsAlike() {
    String alike = REPOSITORY + ":" + HEX;
    scenario.policy(
        "ImagePolicy",
        """
        %s
        - {name: "docker.io/library/app", policy: {}}
        - {name: "app:1", policy: {simple: {requirements: [{type: reject}]}}}
        """
            .formatted(trusted(REPOSITORY, "")));

    for (List<String> images :
        List.of(
            List.of(alike, PINNED),
            List.of(PINNED, alike),
            List.of("app:1", "docker.io/library/app:1"),
            List.of("docker.io/library/app:1", "app:1"))) {
      scenario.refusal(WorkloadKind.POD, 1, images.toArray(String[]::new));
    }
    assertThat(scenario.create(WorkloadKind.POD, 1, PINNED, "docker.io/library/app:1"))
        .containsExactly(PINNED, "docker.io/library/app:1");
  }

  @Test
  void noPolicyAtAllDenies() {
    assertThat(scenario.refusal(WorkloadKind.POD, 1, REPOSITORY + ":signed"))
        .contains("Deny \"" + REPOSITORY + ":signed\", no image policies or cluster polices");
  }

  @Test
  void theNamespacesPolicyDecidesAlone() {
    scenario.policy("ClusterImagePolicy", "- {name: \"*\", policy: {}}");
    assertThat(scenario.create(WorkloadKind.POD, 1, REPOSITORY + ":unsigned"))
        .containsExactly(REPOSITORY + ":unsigned");

    scenario.policy("ImagePolicy", trusted(REPOSITORY, ""));

    scenario.refusal(WorkloadKind.JOB, 1, REPOSITORY + ":unsigned");
    scenario.refusal(WorkloadKind.JOB, 1, "nginx:1.26.0");
  }

  /** Without a host, {@code nginx} is {@code docker.io/library/nginx}. */
  @ParameterizedTest
  @CsvSource({
    "ImagePolicy, nginx:1.26.0",
    "ImagePolicy, icr.io/nginx:1.26.0",
    "ClusterImagePolicy, nginx:1.26.0",
    "ClusterImagePolicy, icr.io/nginx:1.26.0",
  })
  void anImageOfAnotherRepositoryMatchesNoRule(String kind, String image) {
    scenario.policy(kind, "- {name: \"docker.io/nginx\", policy: {trust: {enabled: true}}}");

    assertThat(scenario.refusal(WorkloadKind.POD, 1, image))
        .contains("no matching repositories in");
  }

  @Test
  void aPatchAndAReplacementAreJudgedLikeACreation() {
    scenario.policy("ImagePolicy", trusted(REPOSITORY, ""));
    scenario.create(WorkloadKind.DEPLOYMENT, 0, REPOSITORY + ":signed");
    var deployment = admin.apps().deployments().inNamespace(scenario.namespace()).withName("web");
    String patch =
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"%s\"}]"
            .formatted(REPOSITORY + ":unsigned");

    assertThatThrownBy(() -> deployment.patch(PatchContext.of(PatchType.JSON), patch))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("No valid trust data for unsigned");
    assertThatThrownBy(
            () ->
                admin
                    .resource(
                        WorkloadKind.DEPLOYMENT.manifest(
                            scenario.namespace(), 0, List.of(REPOSITORY + ":unsigned")))
                    .update())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("No valid trust data for unsigned");
    assertThat(Scenario.images(WorkloadKind.DEPLOYMENT, deployment.get())).containsExactly(PINNED);
  }

  @Test
  void anObjectThatIsBeingDeletedMayGoButNotChangeItsImages() {
    scenario.policy("ImagePolicy", trusted(REPOSITORY, ""));
    scenario.create(WorkloadKind.DEPLOYMENT, 0, REPOSITORY + ":signed");
    var deployment = admin.apps().deployments().inNamespace(scenario.namespace()).withName("web");
    String unsigned =
        """
        {"spec": {"template": {"spec": {"containers": [{"name": "c0", "image": "%s:unsigned"}]}}}}
        """
            .formatted(REPOSITORY);
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    deployment.patch(merge, "{\"metadata\":{\"finalizers\":[\"example.com/held\"]}}");
    deployment.delete();
    assertThat(deployment.get().getMetadata().getDeletionTimestamp()).isNotNull();

    assertThatThrownBy(() -> deployment.patch(merge, unsigned))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("No valid trust data for unsigned");
    scenario.policy("ImagePolicy", "- {name: \"none.example.com/*\", policy: {}}");
    deployment.patch(merge, "{\"metadata\":{\"finalizers\":null}}");
    Awaited.until("its end", () -> deployment.get() == null);
  }

  @Test
  void podsOfARunningDeploymentComeBackAfterThePolicyHasChanged() {
    scenario.policy("ImagePolicy", "- {name: \"*\", policy: {}}");
    scenario.create(WorkloadKind.DEPLOYMENT, 1, REPOSITORY + ":unsigned");
    var pods = admin.pods().inNamespace(scenario.namespace());
    Awaited.until("a pod", () -> pods.list().getItems().size() == 1);
    Pod before = pods.list().getItems().getFirst();

    scenario.policy("ImagePolicy", trusted(REPOSITORY, ""));
    pods.resource(before).withGracePeriod(0).delete();

    Awaited.until(
        "another pod",
        () ->
            pods.list().getItems().stream()
                .anyMatch(
                    pod -> !pod.getMetadata().getUid().equals(before.getMetadata().getUid())));
    scenario.refusal(WorkloadKind.JOB, 1, REPOSITORY + ":unsigned");
  }

  private static String trusted(String repository, String more) {
    return "- {name: \"%s\", policy: {trust: {%senabled: true}}}".formatted(repository, more);
  }
}
