/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.RegisteredWebhook.CONFIGURATION;
import static io.starlingx.portieris.webhook.RegisteredWebhook.CRDS;
import static io.starlingx.portieris.webhook.RegisteredWebhook.HEX;
import static io.starlingx.portieris.webhook.RegisteredWebhook.REPOSITORY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wired webhook, called by a real API server, asking a real trust server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WebhookClusterTest {

  private final RegisteredWebhook registered;
  private final KubernetesClient admin;
  private final Webhook webhook;
  private String namespace = "";

  WebhookClusterTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory);
    admin = registered.admin();
    webhook = registered.webhook();
    clusterPolicy(
        "base",
        """
        - {name: "registry.example.com/*", policy: {trust: {enabled: true}}}
        - {name: "down.example.com/*", policy: {trust: {enabled: true}}}
        - {name: "free.example.com/*", policy: {}}
        """);
    Awaited.until("the policy", () -> dryRun("free.example.com/any"));
  }

  @AfterAll
  void stop() {
    registered.close();
  }

  @BeforeEach
  void newNamespace(TestInfo test) {
    namespace = "t-" + Integer.toHexString(test.getDisplayName().hashCode());
    admin.resource(Namespaces.of(namespace)).create();
  }

  @Test
  void pinsASignedImage() {
    Pod pod = admin.resource(pod(REPOSITORY + ":signed")).create();

    assertThat(Pods.image(pod)).isEqualTo(REPOSITORY + "@sha256:" + HEX);
  }

  @Test
  void refusesAnUnsignedImageWithTheWholeText() {
    KubernetesClientException refusal = refusal(pod(REPOSITORY + ":unsigned"));

    assertThat(refusal.getCode()).isEqualTo(403);
    assertThat(refusal.getStatus().getReason()).isEqualTo("Forbidden");
    assertThat(refusal.getStatus().getMessage())
        .startsWith(
            "admission webhook \"trust.hooks.securityenforcement.admission.cloud.ibm.com\" denied"
                + " the request: \ntrust: policy denied the request: Deny \""
                + REPOSITORY
                + ":unsigned\", failed to get content trust information: No valid trust data for"
                + " unsigned\nreason: NO_SUCH_TARGET");
  }

  @Test
  void pinsTheTemplateOfADeploymentWithoutReplicas() {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withNewSelector()
            .addToMatchLabels("app", "web")
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", "web")
            .endMetadata()
            .withSpec(pod(REPOSITORY + ":signed").getSpec())
            .endTemplate()
            .endSpec()
            .build();

    Deployment stored = admin.resource(deployment).create();

    assertThat(stored.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo(REPOSITORY + "@sha256:" + HEX);
  }

  @Test
  void refusesAnUnsignedEphemeralContainer() {
    Pod pod = admin.resource(pod("free.example.com/app")).create();

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> Pods.debug(admin, pod, REPOSITORY + ":unsigned"));

    assertThat(refusal.getStatus().getMessage()).contains("No valid trust data for unsigned");
  }

  @Test
  void saysThatTheTrustServerIsDown() {
    assertThat(refusal(pod("down.example.com/app:1")).getStatus().getMessage())
        .contains("trust: Deny \"down.example.com/app:1\", ")
        .contains("reason: UNAVAILABLE");
  }

  @Test
  void aPolicyOfTheNamespaceHidesTheClustersAtOnce() {
    create("ImagePolicy", "own", "- {name: \"registry.example.com/*\", policy: {}}");
    Awaited.until("the policy", () -> dryRun(REPOSITORY + ":unsigned"));

    assertThat(admin.resource(pod(REPOSITORY + ":unsigned")).create()).isNotNull();
    assertThat(refusal(pod("free.example.com/app")).getStatus().getMessage())
        .contains("Deny \"free.example.com/app\", no matching repositories in the ImagePolicies");

    delete("ImagePolicy", "own");
    Awaited.until("the policy's end", () -> dryRun("free.example.com/app"));
    assertThat(refusal(pod(REPOSITORY + ":unsigned")).getCode()).isEqualTo(403);
  }

  @Test
  void remembersAFirstUseInTheClusterButNotThatOfADryRun() {
    create(
        "ImagePolicy",
        "first",
        """
        - {name: "%s*", policy: {trust: {enabled: true}}}
        - {name: "marker.example.com/*", policy: {}}
        """
            .formatted(REPOSITORY));
    Awaited.until("the policy", () -> dryRun("marker.example.com/app"));
    assertThat(dryRun(REPOSITORY + ":signed")).isTrue();
    assertThat(trustIndexes()).noneMatch(name -> name.contains(namespace));

    admin.resource(pod(REPOSITORY + ":signed")).create();

    Awaited.until(
        "an index",
        () ->
            trustIndexes().stream()
                .anyMatch(
                    name -> name.startsWith("portieris-trust-index-namespace-" + namespace + "-")));
    Awaited.until(
        "an event",
        () ->
            admin.v1().events().inNamespace("portieris").list().getItems().stream()
                .anyMatch(event -> event.getReason().equals("TrustedOnFirstUse")));
  }

  private List<String> trustIndexes() {
    return admin
        .configMaps()
        .inNamespace("portieris")
        .withLabel("portieris.cloud.ibm.com/trust-state", "index")
        .list()
        .getItems()
        .stream()
        .map(index -> index.getMetadata().getName())
        .toList();
  }

  @Test
  void aMisspeltFieldDenies() {
    String rule = "- {name: \"free.example.com/*\", policy: {trust: {enable: true}}}";
    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class, () -> create("ImagePolicy", "own", rule)))
        .hasMessageContaining("spec.repositories[0].policy.trust.enable: unknown field");

    registered.policy(
        "ImagePolicy",
        "own",
        "namespace: " + namespace + "\n  labels: {test/unadvised: \"\"}",
        rule);
    Awaited.until("the policy", () -> !dryRun("free.example.com/app"));

    assertThat(refusal(pod("free.example.com/app")).getStatus().getMessage())
        .contains("ImagePolicy " + namespace + "/own, repository free.example.com/* cannot be used")
        .contains("spec.repositories[0].policy.trust.enable: unknown field");
  }

  @Test
  void healsABlankedBundle() {
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(CONFIGURATION)
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"remove\",\"path\":\"/webhooks/0/clientConfig/caBundle\"}]");

    Awaited.until("caBundle", () -> !registered.bundle().isEmpty());
    Awaited.until("calls", () -> dryRun("free.example.com/app"));
  }

  @Test
  void sharesItsAuthorityInASecret() {
    var secret = admin.secrets().inNamespace("portieris").withName("portieris-ca").get();

    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key");
    assertThat(registered.bundle()).isEqualTo(secret.getData().get("tls.crt"));
  }

  @Test
  void isNotReadyWhileTheServedSchemaDropsFields() throws Exception {
    Path file = CRDS.resolve("imagepolicies.yaml");
    String older =
        Files.readString(file, UTF_8).replace("x-kubernetes-preserve-unknown-fields: true", "");
    admin.resource(Serialization.unmarshal(older, GenericKubernetesResource.class)).update();
    Awaited.until("not ready", () -> !webhook.missing().isEmpty());

    assertThat(webhook.missing())
        .containsExactly(
            "the custom resource definition of ImagePolicy is that of an older version and drops"
                + " fields: run ./portieris crds apply, or apply the chart's crds/");

    admin
        .resource(
            Serialization.unmarshal(Files.readString(file, UTF_8), GenericKubernetesResource.class))
        .update();
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
  }

  private KubernetesClientException refusal(Pod pod) {
    return catchThrowableOfType(
        KubernetesClientException.class, () -> admin.resource(pod).create());
  }

  /** Whether a pod with this image would be admitted now. */
  private boolean dryRun(String image) {
    return Admissions.isAdmitted(
        admin, Pods.of(namespace.isEmpty() ? "default" : namespace, image));
  }

  private Pod pod(String image) {
    return Pods.of(namespace, image);
  }

  private void clusterPolicy(String name, String rules) {
    registered.policy("ClusterImagePolicy", name, "", rules);
  }

  private void create(String kind, String name, String rules) {
    registered.policy(kind, name, "namespace: " + namespace, rules);
  }

  private void delete(String kind, String name) {
    admin
        .genericKubernetesResources("portieris.cloud.ibm.com/v1", kind)
        .inNamespace(namespace)
        .withName(name)
        .delete();
  }
}
