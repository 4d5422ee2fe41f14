/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.webhook.certificate.ServingCertificates;
import io.starlingx.portieris.webhook.metrics.WebhookMetrics;
import io.starlingx.portieris.webhook.review.Admission;
import io.starlingx.portieris.webhook.review.PullCredentials;
import io.starlingx.portieris.webhook.review.Reviews;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A server of its own for each test; its judge refuses the image bad and takes its time for slow.
 */
@Timeout(180)
abstract class ServedWebhook {

  final ServingCertificates certificates = new ServingCertificates();
  final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final List<String> missing = new ArrayList<>();
  final CountDownLatch asked = new CountDownLatch(1);
  final CountDownLatch mayAnswer = new CountDownLatch(1);
  WebhookServer server;

  @BeforeEach
  void start() {
    WebhookMetrics metrics = new WebhookMetrics("1.2.3", List.of());
    Admission admission =
        new Admission(
            Admission.Stage.MUTATING,
            namespace -> Optional.of(new PolicySet(List.of(), List.of())),
            (pod, context) -> new PullCredentials(CredentialStore.empty(), List.of()),
            (namespace, owner, deadline) -> Set.of(),
            (query, context) -> decide(query.image()),
            executor,
            metrics.admit());
    server =
        WebhookServer.start(
            new ServerSettings(
                InetAddress.getLoopbackAddress(),
                0,
                0,
                Duration.ofSeconds(15),
                ServerSettings.DEFAULT_MAX_BODY),
            certificates.serving().context(),
            Map.of("/admit", admission),
            () -> missing,
            metrics::page,
            metrics.load());
  }

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    server.close();
    executor.shutdownNow();
  }

  private ImageDecision decide(String image) {
    if (image.equals("slow")) {
      asked.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    Verdict verdict =
        image.equals("bad")
            ? new Verdict.Rejected(ReasonCode.POLICY, "no")
            : new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);
    return new ImageDecision(image, Optional.empty(), verdict, "no", Optional.empty(), List.of());
  }

  static String pod(String image) {
    return Reviews.pod("\"containers\":[{\"image\":\"" + image + "\"}]");
  }

  HttpClient client(Version version) {
    return HttpClient.newBuilder().sslContext(certificates.trusting()).version(version).build();
  }

  HttpResponse<String> post(HttpClient client, String body) throws Exception {
    return client.send(request(BodyPublishers.ofString(body)), BodyHandlers.ofString());
  }

  HttpRequest request(HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(uri("/admit?timeout=30s"))
        .timeout(Duration.ofSeconds(60))
        .POST(body)
        .build();
  }

  URI uri(String path) {
    return URI.create("https://127.0.0.1:" + server.port() + path);
  }

  SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificates
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  static void send(SSLSocket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
