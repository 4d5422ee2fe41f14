/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static io.starlingx.portieris.webhook.InstalledChart.NAMESPACE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.CertManager;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.kubernetes.CertManagerBinary;
import io.starlingx.portieris.testbed.object.Admissions;
import io.starlingx.portieris.testbed.object.Namespaces;
import io.starlingx.portieris.testbed.object.Pods;
import io.starlingx.portieris.testbed.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart with {@code UseCertManager} and the controllers of a real cert-manager, which takes
 * minutes to build once: run with {@code -Dportieris.cert-manager=true}.
 */
@EnabledIfSystemProperty(named = "portieris.cert-manager", matches = "true")
@Timeout(240)
class CertManagerTest {

  private static final Pod POD = Pods.of("team-a", "free.example.com/app");

  /** No test's time is spent on it. */
  @BeforeAll
  static void build() {
    CertManagerBinary.obtain(System.getenv(), Progress.onStandardError());
  }

  /** The kubelet brings a renewed Secret to the pods long after the API server trusts it. */
  @Test
  void noAdmissionFailsFromTheFirstCertificateToTheNext(@TempDir Path directory) throws Exception {
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient admin = cluster.client();
        CertManager _ = CertManager.start(directory.resolve("cert-manager"), cluster)) {
      int port = FreePort.choose();
      install(cluster, directory, port, "{}");
      Path mounted = Files.createDirectories(directory.resolve("certs"));
      try (Webhook _ = serving(cluster, admin, directory, port)) {
        renewUnderLoad(admin, port, mounted);
      }
    }
  }

  /** Each of its certificates vouches for itself: only the injector may bridge a renewal. */
  @Test
  void worksBeforeAndAfterARenewalByASelfSigningIssuerOfTheOperator(@TempDir Path directory)
      throws Exception {
    try (ControlPlane cluster = ControlPlane.start(directory.resolve("cluster"));
        KubernetesClient admin = cluster.client();
        CertManager _ = CertManager.start(directory.resolve("cert-manager"), cluster)) {
      int port = FreePort.choose();
      admin.resource(Namespaces.of(NAMESPACE)).create();
      Awaited.until("an issuer", () -> isSelfSigningIssuerMade(admin));
      install(cluster, directory, port, "{skipCreation: true, kind: Issuer, name: operators}");
      try (Webhook _ = serving(cluster, admin, directory, port)) {
        Secret first = secret(admin);

        renew(admin);
        Awaited.until("a renewed certificate", () -> isRenewed(admin, first));
        Awaited.until("it in caBundle", () -> isInjected(admin, secret(admin)));
        project(secret(admin), directory.resolve("certs"));

        Awaited.until(
            "an admission", () -> isTrusted(admin, port) && Admissions.isAdmitted(admin, POD));
        assertThat(AdmissionLoad.served(admin, port).getIssuerX500Principal().getName())
            .isEqualTo("CN=portieris");
      }
    }
  }

  /** Not while the API server does not yet tell of a kind that it already serves. */
  private static boolean isSelfSigningIssuerMade(KubernetesClient admin) {
    try {
      admin
          .resource(
              """
              apiVersion: cert-manager.io/v1
              kind: Issuer
              metadata: {name: operators, namespace: %s}
              spec: {selfSigned: {}}
              """
                  .formatted(NAMESPACE))
          .create();
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** A webhook with its first certificate, that has admitted a pod. */
  private static Webhook serving(
      ControlPlane cluster, KubernetesClient admin, Path directory, int port) throws Exception {
    Awaited.until("the first certificate", () -> isIssued(admin));
    project(secret(admin), Files.createDirectories(directory.resolve("certs")));
    Webhook webhook =
        LocalWebhook.start(
            InstalledChart.configuration(admin, directory),
            cluster.kubeconfig(),
            port,
            InstantSource.system());
    Awaited.until(webhook::missing, () -> webhook.missing().isEmpty());
    admin.resource(Namespaces.of("team-a")).create();
    Awaited.until("its authority in caBundle", () -> isInjected(admin, secret(admin)));
    Awaited.until(
        "an admission", () -> isTrusted(admin, port) && Admissions.isAdmitted(admin, POD));
    return webhook;
  }

  private static void renewUnderLoad(KubernetesClient admin, int port, Path mounted)
      throws Exception {
    Secret first = secret(admin);
    X509Certificate served = AdmissionLoad.served(admin, port);
    try (AdmissionLoad load = AdmissionLoad.start(admin, port, POD)) {
      renew(admin);
      Awaited.until("a renewed certificate", () -> isRenewed(admin, first));
      Secret renewed = secret(admin);
      Awaited.until("its authority in caBundle", () -> isInjected(admin, renewed));
      load.awaitRounds();
      assertThat(AdmissionLoad.served(admin, port)).isEqualTo(served);

      project(renewed, mounted);
      Awaited.until(
          "the renewed certificate",
          () -> !load.failures().isEmpty() || !served.equals(servedNow(admin, port)));
      load.awaitRounds();

      assertThat(load.failures()).isEmpty();
    }
  }

  private static void install(ControlPlane cluster, Path directory, int port, String issuer)
      throws IOException {
    InstalledChart.install(
        cluster,
        directory,
        """
        replicaCount: 0
        UseCertManager: true
        certManagerIssuer: %s
        webHooks: {url: "https://127.0.0.1:%d"}
        policies:
          cluster:
            - name: base
              repositories: [{name: "free.example.com/*", policy: {}}]
        """
            .formatted(issuer, port));
  }

  private static Resource<GenericKubernetesResource> certificate(KubernetesClient admin) {
    return admin
        .genericKubernetesResources("cert-manager.io/v1", "Certificate")
        .inNamespace(NAMESPACE)
        .withName("portieris-certs");
  }

  /** As {@code cmctl renew} does. */
  private static void renew(KubernetesClient admin) {
    certificate(admin)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"conditions": [{"type": "Issuing", "status": "True", "reason": "Test",
              "message": "renewed by hand", "lastTransitionTime": "%s"}]}}
            """
                .formatted(Instant.now()));
  }

  private static boolean isIssued(KubernetesClient admin) {
    return certificate(admin).get().get("status", "conditions") instanceof List<?> conditions
        && conditions.stream()
            .anyMatch(
                condition ->
                    condition instanceof Map<?, ?> fields
                        && "Ready".equals(fields.get("type"))
                        && "True".equals(fields.get("status")));
  }

  private static boolean isRenewed(KubernetesClient admin, Secret before) {
    return !value(secret(admin), "tls.crt").equals(value(before, "tls.crt"));
  }

  private static Secret secret(KubernetesClient admin) {
    return admin.secrets().inNamespace(NAMESPACE).withName("portieris-certs").require();
  }

  private static String value(Secret secret, String key) {
    return Objects.requireNonNull(secret.getData().get(key), key);
  }

  /** Beside others: this injector leaves an authority that is followed by another. */
  private static boolean isInjected(KubernetesClient admin, Secret secret) {
    String bundle =
        admin
            .admissionRegistration()
            .v1()
            .validatingWebhookConfigurations()
            .withName(RegisteredWebhook.CONFIGURATION)
            .get()
            .getWebhooks()
            .getFirst()
            .getClientConfig()
            .getCaBundle();
    return bundle != null && text(bundle).contains(text(value(secret, "ca.crt")).strip());
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  /** What a kubelet makes of a Secret: links into a directory that is exchanged as a whole. */
  private static void project(Secret secret, Path mounted) throws IOException {
    Path content = Files.createTempDirectory(mounted, "..content");
    for (String file : new String[] {"tls.crt", "tls.key"}) {
      Files.write(content.resolve(file), Base64.getDecoder().decode(value(secret, file)));
      if (!Files.exists(mounted.resolve(file))) {
        Files.deleteIfExists(mounted.resolve(file));
        Files.createSymbolicLink(mounted.resolve(file), Path.of("..data", file));
      }
    }
    Path link = Files.createSymbolicLink(mounted.resolve("..next"), content.getFileName());
    Files.move(link, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static X509Certificate servedNow(KubernetesClient admin, int port) {
    try {
      return AdmissionLoad.served(admin, port);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTrusted(KubernetesClient admin, int port) {
    try {
      AdmissionLoad.served(admin, port);
      return true;
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }
}
