/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.KeyPairFiles;
import io.starlingx.portieris.testbed.TestAuthority;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.webhook.certificate.AgedAuthority;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import io.starlingx.portieris.webhook.kube.AuthoritySecret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and authorities change while a real API server has pods admitted all the time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class CertificateRotationTest {

  /** Certificates are valid from an hour before they are made, which the clock may be ahead. */
  private static final Duration SOON = Duration.ofMinutes(20);

  private static final String OWN = "own-ca";
  private static final String GIVEN = "files";

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final ControlPlane cluster;
  private final KubernetesClient admin;
  private final AuthoritySecret store;

  CertificateRotationTest(@TempDir Path directory) throws Exception {
    cluster = ControlPlane.start(directory);
    admin = cluster.client();
    store = new AuthoritySecret(admin, "portieris", "portieris-ca");
    for (String crd : List.of("imagepolicies.yaml", "clusterimagepolicies.yaml")) {
      Definitions.serve(admin, Files.readString(RegisteredWebhook.CRDS.resolve(crd)));
    }
    for (String name : List.of("portieris", "team-a")) {
      admin.resource(Namespaces.of(name)).create();
    }
    Awaited.until("a policy", this::isPolicyCreated);
  }

  /** Not while the API server does not yet tell of a kind that it already serves. */
  private boolean isPolicyCreated() {
    try {
      admin
          .resource(
              """
              apiVersion: portieris.cloud.ibm.com/v1
              kind: ClusterImagePolicy
              metadata: {name: free}
              spec: {repositories: [{name: "free.example.com/*", policy: {}}]}
              """)
          .create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  @AfterEach
  void forget() {
    ahead.set(Duration.ZERO);
    admin.admissionRegistration().v1().mutatingWebhookConfigurations().delete();
    admin.admissionRegistration().v1().validatingWebhookConfigurations().delete();
    admin.secrets().inNamespace("portieris").delete();
  }

  @AfterAll
  void stop() {
    admin.close();
    cluster.close();
  }

  @Test
  void noAdmissionFailsWhileTheOwnAuthorityIsRenewed(@TempDir Path directory) throws Exception {
    StoredAuthority first = AgedAuthority.dueAfter(SOON, Instant.now());
    store.create(first);
    try (Webhook webhook = registered(directory, OWN, "");
        AdmissionLoad load = AdmissionLoad.start(admin, webhook.port(), pod())) {
      X509Certificate old = AdmissionLoad.bundle(admin).getFirst();

      pass(SOON);
      Awaited.until("both authorities", () -> bundle().size() == 2);
      load.awaitRounds();
      assertThat(store.read().orElseThrow().previousCertificate()).isEqualTo(first.certificate());
      assertThat(isServedBy(old, webhook)).isTrue();

      pass(AgedAuthority.SPREAD);
      X509Certificate next = bundle().getLast();
      Awaited.until("a certificate of the new one", () -> isServedBy(next, webhook));
      load.awaitRounds();

      assertThat(bundle()).containsExactly(old, next);
      assertThat(load.failures()).isEmpty();
    }
  }

  @Test
  void noAdmissionFailsWhenTheOldAuthorityIsTrustedNoLonger(@TempDir Path directory)
      throws Exception {
    store.create(AgedAuthority.aloneAfter(SOON, Instant.now()));
    try (Webhook webhook = registered(directory, OWN, "");
        AdmissionLoad load = AdmissionLoad.start(admin, webhook.port(), pod())) {
      X509Certificate next = bundle().getLast();
      assertThat(bundle()).hasSize(2);

      pass(SOON);
      Awaited.until("one authority", () -> bundle().size() == 1);
      load.awaitRounds();

      assertThat(bundle()).containsExactly(next);
      assertThat(load.failures()).isEmpty();
    }
  }

  /** As a kubelet projects a Secret: links into a directory that is exchanged as a whole. */
  @Test
  void noAdmissionFailsWhileAGivenCertificateIsReplaced(@TempDir Path directory) throws Exception {
    TestAuthority authority = TestAuthority.create(directory.resolve("ca"));
    Path mounted = Files.createDirectories(directory.resolve("certs"));
    for (String file : List.of("tls.crt", "tls.key")) {
      Files.createSymbolicLink(mounted.resolve(file), Path.of("..data", file));
    }
    project(authority.serverFiles("first", "127.0.0.1"), mounted);
    try (Webhook webhook = registered(directory, GIVEN, authority.certificatePem());
        AdmissionLoad load = AdmissionLoad.start(admin, webhook.port(), pod())) {
      X509Certificate first = AdmissionLoad.served(admin, webhook.port());

      project(authority.serverFiles("second", "127.0.0.1"), mounted);
      Awaited.until("the second", () -> !first.equals(served(webhook)));
      load.awaitRounds();

      TestAuthority other = TestAuthority.create(directory.resolve("other"));
      trust(authority.certificatePem() + other.certificatePem());
      load.awaitRounds();
      project(other.serverFiles("third", "127.0.0.1"), mounted);
      Awaited.until("the third", () -> isServedBy(other.certificate(), webhook));
      load.awaitRounds();
      trust(other.certificatePem());
      load.awaitRounds();

      assertThat(load.failures()).isEmpty();
    }
  }

  private static void project(KeyPairFiles pair, Path mounted) throws IOException {
    Path content = Files.createTempDirectory(mounted, "..content");
    Files.copy(pair.certificate(), content.resolve("tls.crt"));
    Files.copy(pair.key(), content.resolve("tls.key"));
    Path link = Files.createSymbolicLink(mounted.resolve("..next"), content.getFileName());
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A webhook that the API server calls, and that has admitted a pod. */
  private Webhook registered(Path directory, String source, String authorities) throws Exception {
    Path config = directory.resolve("webhook.yaml");
    Files.writeString(
        config,
        """
        namespace: portieris
        url: https://127.0.0.1:8000
        certificates: {source: %s, directory: %s}
        trustedCaDirectory: %s
        """
            .formatted(
                source,
                Files.createDirectories(directory.resolve("certs")),
                Files.createDirectories(directory.resolve("authorities"))));
    Webhook webhook =
        LocalWebhook.start(config, cluster.kubeconfig(), 0, () -> Instant.now().plus(ahead.get()));
    String configurations = RegisteredWebhook.configurations(webhook.port());
    admin.load(new ByteArrayInputStream(configurations.getBytes(UTF_8))).create();
    if (!authorities.isEmpty()) {
      trust(authorities);
    }
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
    RegisteredWebhook.awaitCalls(admin);
    Awaited.until("an admission", () -> isTrusted(webhook) && Admissions.isAdmitted(admin, pod()));
    return webhook;
  }

  /** Has the API server trust these certificates, as an operator would. */
  private void trust(String authorities) {
    String bundle = Base64.getEncoder().encodeToString(authorities.getBytes(UTF_8));
    var configurations = admin.admissionRegistration().v1();
    configurations
        .mutatingWebhookConfigurations()
        .withName(RegisteredWebhook.CONFIGURATION)
        .edit(
            one -> {
              one.getWebhooks().forEach(hook -> hook.getClientConfig().setCaBundle(bundle));
              return one;
            });
    configurations
        .validatingWebhookConfigurations()
        .withName(RegisteredWebhook.CONFIGURATION)
        .edit(
            one -> {
              one.getWebhooks().forEach(hook -> hook.getClientConfig().setCaBundle(bundle));
              return one;
            });
  }

  private void pass(Duration time) {
    ahead.updateAndGet(earlier -> earlier.plus(time));
  }

  private List<X509Certificate> bundle() {
    try {
      return AdmissionLoad.bundle(admin);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate served(Webhook webhook) {
    try {
      return AdmissionLoad.served(admin, webhook.port());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isTrusted(Webhook webhook) {
    try {
      AdmissionLoad.served(admin, webhook.port());
      return true;
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  private boolean isServedBy(X509Certificate authority, Webhook webhook) {
    try {
      served(webhook).verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Pod pod() {
    return Pods.of("team-a", "free.example.com/app");
  }
}
