/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.process.FreePort;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The wired webhook that a real API server calls for every namespace but {@code portieris}, with a
 * real trust server that has signed {@link #REPOSITORY} at tag {@code signed}.
 */
final class RegisteredWebhook implements AutoCloseable {

  static final String REPOSITORY = "registry.example.com/team/app";
  static final String HEX = "5d".repeat(32);
  static final String CONFIGURATION = "image-admission-config";
  static final Path CRDS = Path.of(System.getProperty("portieris.root"), "charts/portieris/crds");

  private static final String CHECKED_OBJECTS =
      """
      rules:
        - operations: [CREATE, UPDATE]
          apiGroups: [""]
          apiVersions: ["*"]
          resources: [pods, pods/ephemeralcontainers, replicationcontrollers]
        - operations: [CREATE, UPDATE]
          apiGroups: [apps, batch]
          apiVersions: ["*"]
          resources: [deployments, replicasets, daemonsets, statefulsets, jobs, cronjobs]
      namespaceSelector:
        matchExpressions:
          - {key: kubernetes.io/metadata.name, operator: NotIn, values: [portieris]}
      failurePolicy: Fail
      sideEffects: NoneOnDryRun
      timeoutSeconds: 30
      admissionReviewVersions: [v1]
      """;

  private final ControlPlane cluster;
  private final NotaryServer notary;
  private final NotaryClient owner;
  private final KubernetesClient admin;
  private final Webhook webhook;
  private final TestAuthority authority;

  /** Returns once the API server calls the webhook, which is ready; nothing is admitted yet. */
  RegisteredWebhook(Path directory) throws Exception {
    this(directory, false, "");
  }

  /**
   * As {@link #RegisteredWebhook(Path)}.
   *
   * @param controllers whether workloads become pods
   * @param more further lines of the webhook's configuration file
   */
  RegisteredWebhook(Path directory, boolean controllers, String more) throws Exception {
    authority = TestAuthority.create(directory.resolve("tls"));
    notary = NotaryServer.start(directory.resolve("notary"), authority);
    owner = notary.client(directory.resolve("owner"));
    owner.init(REPOSITORY);
    owner.sign(REPOSITORY, "signed", "sha256:" + HEX, 345, List.of());

    Path clusterDirectory = directory.resolve("cluster");
    cluster =
        controllers
            ? ControlPlane.startWithControllers(clusterDirectory)
            : ControlPlane.start(clusterDirectory);
    admin = cluster.client();
    for (String crd : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
      admin.load(Files.newInputStream(CRDS.resolve(crd))).serverSideApply();
    }
    admin.resource(Namespaces.of("portieris")).create();

    Path authorities = Files.createDirectory(directory.resolve("authorities"));
    Files.writeString(authorities.resolve("trustedcert.pem"), authority.certificatePem());
    Path config = directory.resolve("webhook.yaml");
    Files.writeString(
        config,
        """
        namespace: portieris
        url: https://127.0.0.1:8000
        certificates: {source: own-ca, directory: %s}
        trustedCaDirectory: %s
        %s
        trust:
          allowedAddresses: [127.0.0.0/8]
          servers:
            - {registry: registry.example.com, urls: ["%s"]}
            - {registry: down.example.com, urls: ["https://localhost:%d"]}
        """
            .formatted(
                directory.resolve("certs"), authorities, more, notary.url(), FreePort.choose()));
    webhook = LocalWebhook.start(config, cluster.kubeconfig(), 0, InstantSource.system());
    admin.load(stream(configurations(webhook.port()))).create();
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
    awaitCalls(admin);
  }

  /**
   * Returns once the API server calls a webhook by both {@link #configurations}: it learns of them,
   * and of their {@code caBundle}, a little later, likewise of a kind that it already serves.
   */
  static void awaitCalls(KubernetesClient admin) {
    Awaited.until("calls for pods", () -> isCalledForPods(admin));
    Awaited.until("calls for policies", () -> isCalledForPolicies(admin));
  }

  private static boolean isCalledForPods(KubernetesClient admin) {
    return isDenied(
        admin,
        "trust.hooks.securityenforcement.admission.cloud.ibm.com",
        Pods.of("default", "nobody.example.com/app"));
  }

  private static boolean isCalledForPolicies(KubernetesClient admin) {
    return isDenied(
        admin,
        "policies.portieris.cloud.ibm.com",
        Serialization.unmarshal(
            """
            apiVersion: portieris.cloud.ibm.com/v1
            kind: ClusterImagePolicy
            metadata: {name: misspelt}
            spec: {repositories: [{name: "*", policy: {trust: {enable: true}}}]}
            """,
            GenericKubernetesResource.class));
  }

  private static boolean isDenied(KubernetesClient admin, String hook, HasMetadata object) {
    try {
      admin.resource(object).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage()).contains("\"" + hook + "\" denied the request");
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  KubernetesClient admin() {
    return admin;
  }

  Webhook webhook() {
    return webhook;
  }

  NotaryServer notary() {
    return notary;
  }

  /** Who signs {@link #REPOSITORY} and may open further ones. */
  NotaryClient owner() {
    return owner;
  }

  /** How the cluster's administrator reaches it. */
  Path kubeconfig() {
    return cluster.kubeconfig();
  }

  /** Who has signed the certificates of the servers. */
  TestAuthority authority() {
    return authority;
  }

  String bundle() {
    String bundle =
        admin
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(CONFIGURATION)
            .get()
            .getWebhooks()
            .getFirst()
            .getClientConfig()
            .getCaBundle();
    return bundle == null ? "" : bundle;
  }

  void policy(String kind, String name, String place, String rules) {
    String yaml =
        """
        apiVersion: portieris.cloud.ibm.com/v1
        kind: %s
        metadata:
          name: %s
          %s
        spec:
          repositories:
        """
            .formatted(kind, name, place);
    admin.resource(yaml + rules.strip().indent(4)).create();
  }

  @Override
  public void close() {
    webhook.close();
    admin.close();
    cluster.close();
    notary.close();
  }

  static String configurations(int port) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: %1$s}
    webhooks:
      - name: trust.hooks.securityenforcement.admission.cloud.ibm.com
        clientConfig: {url: "https://127.0.0.1:%2$d/admit"}
        reinvocationPolicy: IfNeeded
    %3$s
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: %1$s}
    webhooks:
      - name: images.portieris.cloud.ibm.com
        clientConfig: {url: "https://127.0.0.1:%2$d/validate"}
    %3$s
      - name: policies.portieris.cloud.ibm.com
        clientConfig: {url: "https://127.0.0.1:%2$d/validate-policy"}
        rules:
          - operations: [CREATE, UPDATE]
            apiGroups: [portieris.cloud.ibm.com]
            apiVersions: [v1]
            resources: [imagepolicies, clusterimagepolicies]
        objectSelector:
          matchExpressions: [{key: test/unadvised, operator: DoesNotExist}]
        failurePolicy: Fail
        sideEffects: None
        admissionReviewVersions: [v1]
      - name: namespaces.portieris.cloud.ibm.com
        clientConfig: {url: "https://127.0.0.1:%2$d/validate-namespace"}
        rules:
          - operations: [CREATE, UPDATE]
            apiGroups: [""]
            apiVersions: [v1]
            resources: [namespaces, namespaces/status, namespaces/finalize]
        objectSelector:
          matchLabels: {securityenforcement.admission.cloud.ibm.com/namespace: skip}
        failurePolicy: Fail
        sideEffects: None
        admissionReviewVersions: [v1]
    """
        .formatted(CONFIGURATION, port, CHECKED_OBJECTS.indent(4).stripTrailing());
  }
}
