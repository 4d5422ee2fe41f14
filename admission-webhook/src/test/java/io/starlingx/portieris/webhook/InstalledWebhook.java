/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.testbed.AuditedRequest;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.NotaryClient;
import io.starlingx.portieris.testbed.NotaryServer;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.object.ServiceAccounts;
import io.starlingx.portieris.testbed.process.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A cluster with the chart and with a pod in {@code team-a} that was there before it, a trust
 * server that has signed {@link #REPOSITORY} and {@link #PINNED} at tag {@code signed}, and the
 * webhook, which has the rights of its service account and no others.
 */
final class InstalledWebhook implements AutoCloseable {

  static final String REPOSITORY = "registry.example.com/team/app";
  static final String PINNED = "registry.example.com/pinned/app";
  static final String DIGEST = "sha256:" + "5d".repeat(32);

  private static final String ACCOUNT =
      "system:serviceaccount:" + InstalledChart.NAMESPACE + ":portieris";

  private final NotaryServer notary;
  private final NotaryClient owner;
  private final ControlPlane cluster;
  private final KubernetesClient admin;
  private final KubernetesClient itself;
  private final Webhook webhook;

  /** Returns once it has admitted a pod. */
  InstalledWebhook(Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    notary = NotaryServer.start(directory.resolve("notary"), authority);
    owner = notary.client(directory.resolve("owner"));
    for (String repository : List.of(REPOSITORY, PINNED)) {
      owner.init(repository);
      owner.sign(repository, "signed", DIGEST, 345, List.of());
    }
    String rootKey = rootKey(directory.resolve("owner"));
    cluster = ControlPlane.start(directory.resolve("cluster"));
    admin = cluster.client();
    admin.resource(Namespaces.of("team-a")).create();
    admin.resource(Pods.of("team-a", "free.example.com/running")).create();
    try (InputStream kind = getClass().getResourceAsStream("/scan/policyreports.yaml")) {
      byte[] definition = Objects.requireNonNull(kind, "policyreports.yaml").readAllBytes();
      Definitions.serve(admin, new String(definition, StandardCharsets.UTF_8));
    }
    int port = FreePort.choose();
    InstalledChart.install(cluster, directory, values(port, authority.certificatePem(), rootKey));

    Config rights =
        new ConfigBuilder(admin.getConfiguration())
            .withOauthToken(ServiceAccounts.token(admin, InstalledChart.NAMESPACE, "portieris"))
            .build();
    itself = new KubernetesClientBuilder().withConfig(rights).build();
    Path configuration = InstalledChart.configuration(admin, directory);
    Files.writeString(directory.resolve("authorities/trustedcert.pem"), authority.certificatePem());
    webhook =
        LocalWebhook.start(
            configuration, kubeconfig(directory, rights), port, InstantSource.system());
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
    Awaited.until(
        "an admission",
        () -> Admissions.isAdmitted(admin, Pods.of("team-a", "free.example.com/any")));
  }

  private String values(int port, String authorityPem, String rootKey) {
    return """
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
            - {name: "registry.example.com/pinned/*", policy: {trust: {enabled: true, root: {keyIds: [%s]}}}}
            - {name: "free.example.com/*", policy: {}}
    """
        .formatted(
            port,
            Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.UTF_8)),
            notary.url(),
            rootKey);
  }

  /** By which the policy pins {@link #PINNED}. */
  private static String rootKey(Path owner) throws IOException {
    Path root = owner.resolve("tuf").resolve(PINNED).resolve("metadata/root.json");
    return new ObjectMapper()
        .readTree(Files.readAllBytes(root))
        .at("/signed/roles/root/keyids/0")
        .asText();
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

  ControlPlane cluster() {
    return cluster;
  }

  /** Whoever may do anything. */
  KubernetesClient admin() {
    return admin;
  }

  /** The webhook's own service account. */
  KubernetesClient itself() {
    return itself;
  }

  Webhook webhook() {
    return webhook;
  }

  /** Who signs the repositories. */
  NotaryClient owner() {
    return owner;
  }

  /** All that the webhook has asked of the API server. */
  List<AuditedRequest> requests() {
    return cluster.audit().requestsOf(ACCOUNT);
  }

  @Override
  public void close() {
    webhook.close();
    itself.close();
    admin.close();
    cluster.close();
    notary.close();
  }
}
