/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.Awaited;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Pods that an API server has admitted without a pause, and beside it connections to the webhook
 * that are made anew each time, by the {@code caBundle} of that moment, as another API server's
 * would be. Whoever fails once stops.
 */
final class AdmissionLoad implements AutoCloseable {

  private static final int POD_CREATORS = 3;
  private static final int CONNECTORS = 2;
  private static final int ROUNDS = 15;

  private interface Round {
    void run() throws Exception;
  }

  private final KubernetesClient admin;
  private final int port;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AtomicInteger> rounds = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  private AdmissionLoad(KubernetesClient admin, int port) {
    this.admin = admin;
    this.port = port;
  }

  /** Goes on until it is closed. */
  static AdmissionLoad start(KubernetesClient admin, int port, Pod pod) {
    AdmissionLoad load = new AdmissionLoad(admin, port);
    for (int i = 0; i < POD_CREATORS; i++) {
      load.go("pod", () -> admin.resource(pod).dryRun().create());
    }
    for (int i = 0; i < CONNECTORS; i++) {
      load.go("handshake", load::connect);
    }
    load.awaitRounds();
    return load;
  }

  private void go(String what, Round round) {
    AtomicInteger done = new AtomicInteger();
    rounds.add(done);
    executor.execute(
        () -> {
          try {
            while (!over) {
              round.run();
              done.incrementAndGet();
            }
          } catch (Exception e) {
            failures.add(what + " " + done + ": " + e);
          }
        });
  }

  private void connect() throws GeneralSecurityException, IOException {
    served(admin, port);
  }

  /** The certificate that the webhook shows to whom the bundle of this moment lets trust it. */
  static X509Certificate served(KubernetesClient admin, int port)
      throws GeneralSecurityException, IOException {
    try (SSLSocket socket =
        (SSLSocket) trusting(bundle(admin)).getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** The certificates of the mutating webhook's {@code caBundle}. */
  static List<X509Certificate> bundle(KubernetesClient admin) throws GeneralSecurityException {
    String bundle =
        admin
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(RegisteredWebhook.CONFIGURATION)
            .get()
            .getWebhooks()
            .getFirst()
            .getClientConfig()
            .getCaBundle();
    byte[] pem = Base64.getDecoder().decode(bundle == null ? "" : bundle);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  private static SSLContext trusting(List<? extends Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Returns when everybody has come round a few times more, or somebody has failed. */
  void awaitRounds() {
    List<Integer> before = rounds.stream().map(AtomicInteger::get).toList();
    Awaited.until(
        () -> rounds + " of " + before,
        () -> {
          boolean all = true;
          for (int i = 0; i < rounds.size(); i++) {
            all &= rounds.get(i).get() >= before.get(i) + ROUNDS;
          }
          return all || !failures.isEmpty();
        });
  }

  /** What went wrong so far. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
    executor.close();
  }
}
