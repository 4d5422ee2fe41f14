/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.testbed.object.Admissions.isAdmitted;
import static io.starlingx.portieris.testbed.object.Admissions.refusal;
import static io.starlingx.portieris.testbed.object.Pods.image;
import static io.starlingx.portieris.webhook.InstalledChart.NAMESPACE;
import static io.starlingx.portieris.webhook.InstalledWebhook.DIGEST;
import static io.starlingx.portieris.webhook.InstalledWebhook.PINNED;
import static io.starlingx.portieris.webhook.InstalledWebhook.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.AuditedRequest;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.webhook.certificate.AgedAuthority;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import io.starlingx.portieris.webhook.kube.AuthoritySecret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The webhook as Helm installs it: the chart's objects, its configuration file and, towards an API
 * server that authorizes by RBAC, the rights of its service account and no others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class InstalledWebhookTest {

  private final InstalledWebhook installed;
  private final KubernetesClient admin;
  private final Webhook webhook;
  private boolean everythingWasDone;

  InstalledWebhookTest(@TempDir Path directory) throws Exception {
    installed = new InstalledWebhook(directory);
    admin = installed.admin();
    webhook = installed.webhook();
  }

  @AfterAll
  void stop() {
    installed.close();
  }

  @Test
  @Order(1)
  void pinsASignedImageAndRemembersItsRoot() {
    assertThat(image(admin.resource(pod(REPOSITORY + ":signed")).create()))
        .isEqualTo(REPOSITORY + "@" + DIGEST);
    assertThat(admin.configMaps().inNamespace(NAMESPACE).list().getItems())
        .anyMatch(map -> map.getMetadata().getName().startsWith("portieris-trust-"));
    Awaited.until("the event of a first use", () -> hasEvent(NAMESPACE, "TrustedOnFirstUse"));
  }

  @Test
  @Order(2)
  void refusesAnUnsignedImageAndSaysSoInAnEvent() {
    assertThat(refusal(admin, pod(REPOSITORY + ":unsigned")))
        .contains("No valid trust data for unsigned")
        .contains("reason: NO_SUCH_TARGET");
    Awaited.until(
        "an event", () -> !admin.v1().events().inNamespace("team-a").list().getItems().isEmpty());
  }

  @ParameterizedTest
  @Order(3)
  @EnumSource
  void takesOverWhatAnOwnerCarries(WorkloadKind kind) {
    assertThat(image(admin.resource(owned(kind)).create())).isEqualTo(REPOSITORY + "@" + DIGEST);
  }

  /** A pod whose owner is there. */
  private Pod owned(WorkloadKind kind) {
    String manifest = kind.manifest("team-a", 0, List.of(REPOSITORY + "@" + DIGEST));
    HasMetadata made = admin.resource(manifest).create();
    return new PodBuilder(pod(REPOSITORY + "@" + DIGEST))
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion(made.getApiVersion())
        .withKind(made.getKind())
        .withName(made.getMetadata().getName())
        .withUid(made.getMetadata().getUid())
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .editSpec()
        .editFirstContainer()
        .withName("c0")
        .endContainer()
        .endSpec()
        .build();
  }

  @Test
  @Order(4)
  void asksWhetherWhoeverSwitchesChecksOffMay() {
    assertThat(admin.resource(unchecked()).create()).isNotNull();
  }

  private static Namespace unchecked() {
    return namespace(
        "unchecked", Map.of("securityenforcement.admission.cloud.ibm.com/namespace", "skip"));
  }

  @Test
  @Order(5)
  void readsPullSecretsOfPodsAndServiceAccounts() {
    assertThat(image(admin.resource(withPullSecret()).create()))
        .isEqualTo(REPOSITORY + "@" + DIGEST);
  }

  private Pod withPullSecret() {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace("team-a")
                .withName("registry")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .addToStringData(".dockerconfigjson", "{\"auths\":{}}")
                .build())
        .create();
    return new PodBuilder(pod(REPOSITORY + ":signed"))
        .editSpec()
        .addNewImagePullSecret("registry")
        .endSpec()
        .build();
  }

  @Test
  @Order(6)
  void remembersWhatWasSignedSince() {
    signLater();
  }

  private void signLater() {
    installed.owner().sign(REPOSITORY, "later", DIGEST, 345, List.of());

    Awaited.until("the new tag", () -> isCreated(pod(REPOSITORY + ":later")));
  }

  /** The first since something was stored, so it is looked whether others have stored this. */
  @Test
  @Order(7)
  void admitsByAPinnedRoot() {
    assertThat(image(admin.resource(pod(PINNED + ":signed")).create()))
        .isEqualTo(PINNED + "@" + DIGEST);
  }

  @Test
  @Order(7)
  void writesIntoAPolicyHowManyRulesItHas() {
    Awaited.until(
        "its status",
        () ->
            Integer.valueOf(3)
                .equals(
                    admin
                        .genericKubernetesResources(
                            "portieris.cloud.ibm.com/v1", "ClusterImagePolicy")
                        .withName("base")
                        .require()
                        .get("status", "rules")));
  }

  @Test
  @Order(8)
  void reportsAboutWhatRanBeforeIt() {
    Awaited.until(
        "a report",
        () ->
            !admin
                .genericKubernetesResources("wgpolicyk8s.io/v1alpha2", "PolicyReport")
                .inNamespace("team-a")
                .list()
                .getItems()
                .isEmpty());
  }

  @Test
  @Order(9)
  void checksAgainAfterTheApiServerWasRestarted() {
    installed.cluster().withoutApiServer(() -> assertThat(webhook.missing()).isEmpty());

    Awaited.until("an admission", () -> isAdmitted(admin, pod(REPOSITORY + ":signed")));
    assertThat(refusal(admin, pod(REPOSITORY + ":unsigned"))).contains("reason: NO_SUCH_TARGET");
    assertThat(webhook.missing()).isEmpty();
  }

  @Test
  @Order(10)
  void renewsItsAuthority() throws Exception {
    ageAuthority();

    Awaited.until(
        "its renewal",
        () ->
            installed.requests().stream()
                .anyMatch(r -> r.verb().equals("update") && isAuthority(r)));
    everythingWasDone = true;
  }

  private void ageAuthority() throws Exception {
    AuthoritySecret store = new AuthoritySecret(admin, NAMESPACE, "portieris-ca");
    String version = store.read().orElseThrow().version();
    StoredAuthority aged = AgedAuthority.dueAfter(Duration.ofMinutes(-1), Instant.now());

    assertThat(store.replace(new StoredAuthority(aged.certificate(), aged.key(), "", version)))
        .isTrue();
  }

  /** Has it do whatever it does. */
  private void doEverything() throws Exception {
    admin.resource(pod(REPOSITORY + ":signed")).create();
    refusal(admin, pod(REPOSITORY + ":unsigned"));
    for (WorkloadKind kind : WorkloadKind.values()) {
      admin.resource(owned(kind)).create();
    }
    admin.resource(unchecked()).create();
    admin.resource(withPullSecret()).create();
    signLater();
    admin.resource(pod(PINNED + ":signed")).create();
    ageAuthority();
  }

  /** By now it has done that, unless this test has failed and is tried again by itself. */
  @Test
  @Order(11)
  void neededEveryRightThatItHasAndNoOther() throws Exception {
    if (!everythingWasDone) {
      doEverything();
    }
    AuditedRights rights = new AuditedRights(installed);
    assertThat(rights.granted()).hasSizeGreaterThan(20);

    Awaited.until(() -> "use of " + rights.unused(), () -> rights.unused().isEmpty());
    assertThat(rights.missing()).isEmpty();
  }

  @ParameterizedTest
  @Order(12)
  @ValueSource(
      strings = {
        "/api/v1/secrets",
        "/api/v1/namespaces/portieris/secrets",
        "/api/v1/namespaces/portieris/configmaps",
        "/api/v1/nodes",
        "/api/v1/serviceaccounts",
        "/api/v1/namespaces",
        "/api/v1/namespaces/team-a/configmaps/any",
        "/apis/apps/v1/replicasets",
        "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
        "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/other",
        "/apis/rbac.authorization.k8s.io/v1/clusterroles/portieris",
      })
  void mayNotRead(String path) {
    assertThat(codeOf(() -> installed.itself().raw(path))).isEqualTo(403);
  }

  @ParameterizedTest
  @Order(13)
  @ValueSource(
      strings = {
        "DELETE /api/v1/namespaces/portieris/secrets/portieris-ca",
        "DELETE /api/v1/namespaces/portieris/configmaps/portieris-config",
        "DELETE /apis/portieris.cloud.ibm.com/v1/clusterimagepolicies/base",
        "DELETE"
            + " /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/image-admission-config",
        "POST /api/v1/namespaces/team-a/secrets",
        "POST /api/v1/namespaces/team-a/configmaps",
        "POST /api/v1/namespaces/portieris/pods",
        "POST /apis/portieris.cloud.ibm.com/v1/clusterimagepolicies",
        "POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        "POST /api/v1/namespaces/portieris/serviceaccounts/portieris/token",
      })
  void mayNotChange(String request) {
    int space = request.indexOf(' ');
    String path = request.substring(space + 1);

    assertThat(codeOf(() -> installed.itself().raw(path, request.substring(0, space), "{}")))
        .isEqualTo(403);
  }

  private static int codeOf(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getCode();
  }

  private boolean hasEvent(String namespace, String reason) {
    return admin.v1().events().inNamespace(namespace).list().getItems().stream()
        .anyMatch(event -> event.getReason().equals(reason));
  }

  private boolean isCreated(Pod pod) {
    try {
      admin.resource(pod).create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static boolean isAuthority(AuditedRequest request) {
    return request.resource().equals("secrets") && request.name().equals("portieris-ca");
  }

  private static Pod pod(String image) {
    return Pods.of("team-a", image);
  }

  private static Namespace namespace(String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }
}
