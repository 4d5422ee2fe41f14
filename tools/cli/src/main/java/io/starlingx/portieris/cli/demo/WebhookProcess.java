/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.app.image.JavaProgram;
import io.starlingx.portieris.testbed.process.HttpProbe;
import io.starlingx.portieris.testbed.process.ServerProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The webhook, run by the very runtime that goes into its image, as a process of this machine. */
final class WebhookProcess {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private WebhookProcess() {}

  /**
   * Starts it and waits until it is ready and the API server has its certificate.
   *
   * @param home the laid-out runtime
   * @param url its address, as the API server calls it
   */
  static ServerProcess start(
      KubernetesClient cluster, Path home, Path work, URI url, int metricsPort) throws IOException {
    MountedConfiguration mounted = MountedConfiguration.write(cluster, work);
    Path kubeconfig = WebhookAccount.kubeconfig(cluster, work.resolve("kubeconfig"));
    List<String> command = new ArrayList<>(JavaProgram.webhook().command(home));
    command.addAll(
        List.of(
            "--config",
            mounted.configuration().toString(),
            "--kubeconfig",
            kubeconfig.toString(),
            "--listen",
            url.getHost(),
            "--port",
            String.valueOf(url.getPort()),
            "--metrics-port",
            String.valueOf(metricsPort),
            "--state",
            work.resolve("state").toString()));
    ServerProcess process =
        ServerProcess.start("webhook", work, command, JavaProgram.webhook().environment());
    process.awaitReady(START_LIMIT, () -> caBundle(cluster).isPresent());
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(caBundle(cluster).orElseThrow())).build()) {
      process.awaitReady(START_LIMIT, HttpProbe.of(client, url.resolve("/health/readiness"), 200));
    } catch (GeneralSecurityException e) {
      throw new IOException("the webhook configuration holds no usable caBundle", e);
    }
    return process;
  }

  private static Optional<byte[]> caBundle(KubernetesClient cluster) {
    MutatingWebhookConfiguration configuration =
        cluster
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName("image-admission-config")
            .get();
    return Optional.ofNullable(
            configuration.getWebhooks().getFirst().getClientConfig().getCaBundle())
        .filter(bundle -> !bundle.isEmpty())
        .map(bundle -> Base64.getDecoder().decode(bundle));
  }

  private static SSLContext trusting(byte[] bundle) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int next = 0;
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bundle))) {
      store.setCertificateEntry("ca" + next++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
