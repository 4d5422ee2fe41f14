/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.AuditedRequest;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.webhook.certificate.AgedAuthority;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import io.starlingx.portieris.webhook.config.ConfigReader;
import io.starlingx.portieris.webhook.kube.AuthoritySecret;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final String NAMESPACE = "portieris";
  private static final String REPOSITORY = "registry.example.com/team/app";
  private static final String DIGEST = "sha256:" + "5d".repeat(32);
  private static final String ACCOUNT = "system:serviceaccount:" + NAMESPACE + ":portieris";
  private static final Path CHART =
      Path.of(System.getProperty("portieris.root"), "charts/portieris");

  private final NotaryServer notary;
  private final NotaryClient owner;
  private final ControlPlane cluster;
  private final KubernetesClient admin;
  private final KubernetesClient itself;
  private final Webhook webhook;

  InstalledWebhookTest(@TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    notary = NotaryServer.start(directory.resolve("notary"), authority);
    owner = notary.client(directory.resolve("owner"));
    owner.init(REPOSITORY);
    owner.sign(REPOSITORY, "signed", DIGEST, 345, List.of());
    cluster = ControlPlane.start(directory.resolve("cluster"));
    admin = cluster.client();
    admin.resource(namespace("team-a", Map.of())).create();
    admin.resource(pod("free.example.com/running")).create();
    try (InputStream kind = getClass().getResourceAsStream("/scan/policyreports.yaml")) {
      byte[] definition = Objects.requireNonNull(kind, "policyreports.yaml").readAllBytes();
      Definitions.serve(admin, new String(definition, StandardCharsets.UTF_8));
    }
    int port = FreePort.choose();
    install(directory, port, authority.certificatePem());

    Config rights =
        new ConfigBuilder(admin.getConfiguration()).withOauthToken(serviceAccountToken()).build();
    itself = new KubernetesClientBuilder().withConfig(rights).build();
    webhook =
        new Webhook(
            Arguments.parse(
                "--config",
                configuration(directory, authority).toString(),
                "--kubeconfig",
                kubeconfig(directory, rights).toString(),
                "--listen",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--metrics-port",
                "0"),
            ConfigReader.read(directory.resolve("webhook.yaml")),
            InstantSource.system());
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
    Awaited.until("an admission", () -> isAdmitted("free.example.com/any"));
  }

  private void install(Path directory, int port, String authorityPem) throws Exception {
    Path values =
        Files.writeString(
            directory.resolve("values.yaml"),
            """
            replicaCount: 0
            webHooks: {url: "https://127.0.0.1:%d"}
            AllowAdmissionSkip: true
            scan: {enabled: true}
            TrustedCACert: %s
            trust:
              freshness: 1s
              allowedAddresses: [127.0.0.0/8]
              pullSecrets: [lent]
              servers: [{registry: registry.example.com, urls: ["%s"]}]
            policies:
              cluster:
                - name: base
                  repositories:
                    - {name: "registry.example.com/*", policy: {trust: {enabled: true}}}
                    - {name: "free.example.com/*", policy: {}}
            """
                .formatted(
                    port,
                    Base64.getEncoder()
                        .encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)),
                    notary.url()));
    new Helm(CHART)
        .install()
        .withName("portieris")
        .withNamespace(NAMESPACE)
        .createNamespace()
        .withKubeConfig(cluster.kubeconfig())
        .withValuesFile(values)
        .call();
  }

  /** The chart's own file; only the places where a kubelet would mount Secrets are others. */
  private Path configuration(Path directory, TestAuthority authority) throws Exception {
    String file =
        admin
            .configMaps()
            .inNamespace(NAMESPACE)
            .withName("portieris-config")
            .get()
            .getData()
            .get("webhook.yaml");
    Path authorities = Files.createDirectory(directory.resolve("authorities"));
    Files.writeString(authorities.resolve("trustedcert.pem"), authority.certificatePem());
    return Files.writeString(
        directory.resolve("webhook.yaml"),
        Objects.requireNonNull(file, "webhook.yaml")
            .replace("/etc/certs", directory.resolve("certs").toString())
            .replace("/etc/portieris-trusted-ca", authorities.toString()));
  }

  private String serviceAccountToken() {
    return admin
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName("portieris")
        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
        .getStatus()
        .getToken();
  }

  private Path kubeconfig(Path directory, Config rights) throws Exception {
    return Files.writeString(
        directory.resolve("service-account.kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: itself
        clusters:
        - {name: testbed, cluster: {server: "%s", certificate-authority: "%s"}}
        users:
        - {name: itself, user: {token: %s}}
        contexts:
        - {name: itself, context: {cluster: testbed, user: itself}}
        """
            .formatted(cluster.url(), cluster.certificateAuthority(), rights.getOauthToken()));
  }

  @AfterAll
  void stop() {
    webhook.close();
    itself.close();
    admin.close();
    cluster.close();
    notary.close();
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
    assertThat(refusal(pod(REPOSITORY + ":unsigned")))
        .contains("No valid trust data for unsigned")
        .contains("reason: NO_SUCH_TARGET");
    Awaited.until(
        "an event", () -> !admin.v1().events().inNamespace("team-a").list().getItems().isEmpty());
  }

  @ParameterizedTest
  @Order(3)
  @EnumSource
  void takesOverWhatAnOwnerCarries(WorkloadKind kind) {
    String manifest = kind.manifest("team-a", 0, List.of(REPOSITORY + "@" + DIGEST));
    HasMetadata made = admin.resource(manifest).create();
    Pod pod =
        new PodBuilder(pod(REPOSITORY + "@" + DIGEST))
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

    assertThat(image(admin.resource(pod).create())).isEqualTo(REPOSITORY + "@" + DIGEST);
  }

  @Test
  @Order(4)
  void asksWhetherWhoeverSwitchesChecksOffMay() {
    var skip = Map.of("securityenforcement.admission.cloud.ibm.com/namespace", "skip");

    assertThat(admin.resource(namespace("unchecked", skip)).create()).isNotNull();
  }

  @Test
  @Order(5)
  void readsPullSecretsOfPodsAndServiceAccounts() {
    admin
        .resource(
            new io.fabric8.kubernetes.api.model.SecretBuilder()
                .withNewMetadata()
                .withNamespace("team-a")
                .withName("registry")
                .endMetadata()
                .withType("kubernetes.io/dockerconfigjson")
                .addToStringData(".dockerconfigjson", "{\"auths\":{}}")
                .build())
        .create();
    Pod pod =
        new PodBuilder(pod(REPOSITORY + ":signed"))
            .editSpec()
            .addNewImagePullSecret("registry")
            .endSpec()
            .build();

    assertThat(image(admin.resource(pod).create())).isEqualTo(REPOSITORY + "@" + DIGEST);
  }

  @Test
  @Order(6)
  void remembersWhatWasSignedSince() {
    owner.sign(REPOSITORY, "later", DIGEST, 345, List.of());

    Awaited.until("the new tag", () -> isCreated(pod(REPOSITORY + ":later")));
  }

  @Test
  @Order(7)
  void writesIntoAPolicyHowManyRulesItHas() {
    Awaited.until(
        "its status",
        () ->
            Integer.valueOf(2)
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
    cluster.withoutApiServer(() -> assertThat(webhook.missing()).isEmpty());

    Awaited.until("an admission", () -> isAdmitted(REPOSITORY + ":signed"));
    assertThat(refusal(pod(REPOSITORY + ":unsigned"))).contains("reason: NO_SUCH_TARGET");
    assertThat(webhook.missing()).isEmpty();
  }

  @Test
  @Order(10)
  void renewsItsAuthority() throws Exception {
    AuthoritySecret store = new AuthoritySecret(admin, NAMESPACE, "portieris-ca");
    String version = store.read().orElseThrow().version();
    StoredAuthority aged = AgedAuthority.dueAfter(Duration.ofMinutes(-1), Instant.now());

    assertThat(store.replace(new StoredAuthority(aged.certificate(), aged.key(), "", version)))
        .isTrue();

    Awaited.until(
        "its renewal",
        () -> requests().stream().anyMatch(r -> r.verb().equals("update") && isAuthority(r)));
  }

  private static AuditedRequest withoutAnswer(AuditedRequest request) {
    return new AuditedRequest(
        request.verb(), request.resource(), request.namespace(), request.name(), 0);
  }

  /** By now it has done whatever it does. */
  @Test
  @Order(11)
  void neededEveryRightThatItHasAndNoOther() {
    List<AuditedRequest> sent = requests();
    // An API server that has just started goes by its roles a moment after it answers.
    Set<AuditedRequest> allowed =
        sent.stream()
            .filter(r -> !r.isForbidden())
            .map(InstalledWebhookTest::withoutAnswer)
            .collect(Collectors.toSet());
    assertThat(sent)
        .filteredOn(AuditedRequest::isForbidden)
        .filteredOn(request -> !allowed.contains(withoutAnswer(request)))
        .isEmpty();
    List<GrantedRight> rights =
        Stream.concat(
                GrantedRight.of(
                    "", admin.rbac().clusterRoles().withName("portieris").require().getRules()),
                GrantedRight.of(
                    NAMESPACE,
                    admin
                        .rbac()
                        .roles()
                        .inNamespace(NAMESPACE)
                        .withName("portieris")
                        .require()
                        .getRules()))
            .toList();

    assertThat(rights).hasSizeGreaterThan(20);
    assertThat(rights).filteredOn(right -> sent.stream().noneMatch(right::covers)).isEmpty();
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
    assertThat(codeOf(() -> itself.raw(path))).isEqualTo(403);
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

    assertThat(codeOf(() -> itself.raw(path, request.substring(0, space), "{}"))).isEqualTo(403);
  }

  private static int codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getCode();
  }

  private boolean hasEvent(String namespace, String reason) {
    return admin.v1().events().inNamespace(namespace).list().getItems().stream()
        .anyMatch(event -> event.getReason().equals(reason));
  }

  private boolean isAdmitted(String image) {
    try {
      admin.resource(pod(image)).dryRun().create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private boolean isCreated(Pod pod) {
    try {
      admin.resource(pod).create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private List<AuditedRequest> requests() {
    return cluster.audit().requestsOf(ACCOUNT);
  }

  private static boolean isAuthority(AuditedRequest request) {
    return request.resource().equals("secrets") && request.name().equals("portieris-ca");
  }

  private String refusal(Pod pod) {
    return catchThrowableOfType(KubernetesClientException.class, () -> admin.resource(pod).create())
        .getStatus()
        .getMessage();
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  private static Pod pod(String image) {
    return Pods.of("team-a", image);
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace(
      String name, Map<String, String> labels) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .endMetadata()
        .build();
  }
}
