/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.RegisteredWebhook.HEX;
import static io.starlingx.portieris.webhook.RegisteredWebhook.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.object.Rights;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server asks once every mutating webhook has spoken, on a real API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FinalObjectTest {

  private static final String SKIP = "securityenforcement.admission.cloud.ibm.com/namespace";

  private final RegisteredWebhook registered;
  private final KubernetesClient admin;
  private final SwappingWebhook swap;

  FinalObjectTest(@TempDir Path directory) throws Exception {
    registered = new RegisteredWebhook(directory);
    admin = registered.admin();
    swap = SwappingWebhook.start(registered.authority(), admin);
    registered.policy(
        "ClusterImagePolicy",
        "base",
        "",
        """
        - {name: "registry.example.com/*", policy: {trust: {enabled: true}}}
        - {name: "free.example.com/*", policy: {}}
        """);
    admin.resource(Namespaces.of("team-a")).create();
    Awaited.until("the policy", this::isPolicyKnown);
    Awaited.until("calls of the other webhook", this::isTouched);
    admin.load(getClass().getResourceAsStream("namespace-labeller.yaml")).create();
    awaitRights();
  }

  private void awaitRights() {
    ResourceAttributesBuilder label =
        new ResourceAttributesBuilder().withVerb("patch").withResource("namespaces");
    Rights.await(admin, "labeller", label.build());
    Rights.await(admin, "skipper", label.build());
    Rights.await(
        admin,
        "skipper",
        new ResourceAttributesBuilder()
            .withVerb("skip")
            .withGroup("portieris.cloud.ibm.com")
            .withResource("clusterimagepolicies")
            .build());
  }

  @AfterAll
  void stop() {
    swap.close();
    registered.close();
  }

  private boolean isPolicyKnown() {
    return Admissions.isAdmitted(admin, pod("free.example.com/app"));
  }

  /** The API server learns of a webhook configuration a little later. */
  private boolean isTouched() {
    Pod pod = pod("free.example.com/app");
    pod.getMetadata().setAnnotations(Map.of(SwappingWebhook.TOUCH, ""));
    return admin
        .resource(pod)
        .dryRun()
        .create()
        .getMetadata()
        .getAnnotations()
        .containsKey("test/touched");
  }

  @Test
  void catchesAnImageThatALaterWebhookPutIn() {
    KubernetesClientException refusal = swapped(REPOSITORY + ":unsigned");

    assertThat(refusal.getCode()).isEqualTo(403);
    assertThat(refusal.getStatus().getMessage())
        .startsWith("admission webhook \"images.portieris.cloud.ibm.com\" denied the request")
        .contains("No valid trust data for unsigned");
  }

  @Test
  void catchesASignedTagThatALaterWebhookPutInPlaceOfTheDigest() {
    assertThat(swapped(REPOSITORY + ":signed").getStatus().getMessage())
        .contains(
            "Deny \""
                + REPOSITORY
                + ":signed\", it is not the content that was verified, "
                + REPOSITORY
                + "@sha256:"
                + HEX);
  }

  @Test
  void admitsWhatNobodyChanged() {
    Pod pod = admin.resource(pod(REPOSITORY + ":signed")).create();

    assertThat(Pods.image(pod)).isEqualTo(REPOSITORY + "@sha256:" + HEX);
  }

  /** The API server asks again about what the webhook itself has made of the image. */
  @ParameterizedTest
  @ValueSource(strings = {"app", "app:signed", "app:sig*", "*"})
  void admitsItsOwnPinWhenAnotherWebhookChangesThePodInBetween(String name) throws Exception {
    String namespace = "asked-again-" + Integer.toHexString(name.hashCode());
    ownRule(namespace, "registry.example.com/team/" + name);
    Pod touched = pod(namespace, REPOSITORY + ":signed");
    touched.getMetadata().setAnnotations(Map.of(SwappingWebhook.TOUCH, ""));
    int before = allowed();

    Pod pod = admin.resource(touched).create();

    assertThat(Pods.image(pod)).isEqualTo(REPOSITORY + "@sha256:" + HEX);
    assertThat(pod.getMetadata().getAnnotations()).containsKey("test/touched");
    assertThat(allowed() - before).as("times asked").isEqualTo(2);
  }

  @Test
  void refusesADigestWrittenByHandUnderARuleForATag() {
    ownRule("by-hand", REPOSITORY + ":other");
    Pod touched = pod("by-hand", REPOSITORY + "@sha256:" + HEX);
    touched.getMetadata().setAnnotations(Map.of(SwappingWebhook.TOUCH, ""));

    assertThat(
            catchThrowableOfType(
                    KubernetesClientException.class, () -> admin.resource(touched).create())
                .getStatus()
                .getMessage())
        .startsWith("admission webhook \"trust.hooks.securityenforcement")
        .contains("no matching repositories in the ImagePolicies");
  }

  /** Makes a namespace in which signed images of this pattern may run. */
  private void ownRule(String namespace, String pattern) {
    admin.resource(Namespaces.of(namespace)).create();
    registered.policy(
        "ImagePolicy",
        "own",
        "namespace: " + namespace,
        """
        - {name: "%s", policy: {trust: {enabled: true}}}
        - {name: "marker.example.com/app", policy: {}}
        """
            .formatted(pattern));
    Awaited.until(
        "the policy", () -> Admissions.isAdmitted(admin, pod(namespace, "marker.example.com/app")));
  }

  /** How often the webhook has let an object pass before other webhooks were asked. */
  private int allowed() throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + registered.webhook().metricsPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("portieris_pod_admission_decision_allow_count "))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status"})
  void onlyWhoMaySkipChecksCanLabelANamespace(String subresource) {
    String name = "ns-" + subresource.length();
    admin.resource(Namespaces.of(name)).create();
    try (KubernetesClient labeller = as("labeller");
        KubernetesClient skipper = as("skipper")) {
      KubernetesClientException refusal =
          catchThrowableOfType(
              KubernetesClientException.class, () -> label(labeller, name, subresource));

      assertThat(refusal.getStatus().getMessage())
          .contains("Deny namespace \"" + name + "\"")
          .contains("needs the verb \"skip\" on clusterimagepolicies.portieris.cloud.ibm.com");
      assertThatCode(() -> label(skipper, name, subresource)).doesNotThrowAnyException();
      assertThatCode(() -> annotate(labeller, name)).doesNotThrowAnyException();
    }
  }

  @Test
  void onlyWhoMaySkipChecksCanCreateALabelledNamespace() {
    Namespace labelled =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("labelled")
            .withLabels(Map.of(SKIP, "skip"))
            .endMetadata()
            .build();
    try (KubernetesClient labeller = as("labeller")) {
      assertThat(
              catchThrowableOfType(
                      KubernetesClientException.class, () -> labeller.resource(labelled).create())
                  .getCode())
          .isEqualTo(403);
    }
    assertThat(admin.resource(labelled).create()).isNotNull();
  }

  private KubernetesClient as(String user) {
    var config = new ConfigBuilder(admin.getConfiguration());
    return new KubernetesClientBuilder()
        .withConfig(config.withImpersonateUsername(user).build())
        .build();
  }

  private static void label(KubernetesClient client, String namespace, String subresource) {
    String patch = "{\"metadata\":{\"labels\":{\"" + SKIP + "\":\"skip\"}}}";
    var resource = client.namespaces().withName(namespace);
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    if (subresource.isEmpty()) {
      resource.patch(merge, patch);
    } else {
      resource.subresource(subresource).patch(merge, patch);
    }
  }

  private static void annotate(KubernetesClient client, String namespace) {
    client
        .namespaces()
        .withName(namespace)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");
  }

  private KubernetesClientException swapped(String image) {
    Pod pod = pod(REPOSITORY + ":signed");
    pod.getMetadata().setAnnotations(Map.of(SwappingWebhook.ANNOTATION, image));
    return catchThrowableOfType(
        KubernetesClientException.class, () -> admin.resource(pod).create());
  }

  private static Pod pod(String image) {
    return pod("team-a", image);
  }

  private static Pod pod(String namespace, String image) {
    return Pods.of(namespace, image);
  }
}
