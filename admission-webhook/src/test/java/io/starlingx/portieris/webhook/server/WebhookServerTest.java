/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class WebhookServerTest {

  /** A body of which nothing ever comes. */
  private static final Flow.Publisher<ByteBuffer> SILENT =
      subscriber ->
          subscriber.onSubscribe(
              new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
              });

  private final ServingCertificates certificates = new ServingCertificates();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> missing = new ArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private WebhookServer server;

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

  @ParameterizedTest
  @EnumSource(Version.class)
  void answersAReview(Version version) throws Exception {
    HttpResponse<String> response = post(client(version), pod("good"));

    assertThat(response.version()).isEqualTo(version);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).contains("\"allowed\":true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "", "null", "[]"})
  void answersGarbageAndStaysUp(String body) throws Exception {
    HttpClient client = client(Version.HTTP_2);

    HttpResponse<String> response = post(client, body);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"allowed\":false").contains("bad request, ");
    assertThat(post(client, pod("good")).body()).contains("\"allowed\":true");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void refusesABodyOf20MegabytesAndStaysUp(Version version) throws Exception {
    byte[] body = new byte[20 << 20];
    HttpClient client = client(version);

    assertThat(refusal(client, BodyPublishers.ofByteArray(body))).isIn("413", "connection closed");
    assertThat(post(client(version), pod("good")).body()).contains("\"allowed\":true");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void refusesABodyOf20MegabytesOfUnstatedLength(Version version) throws Exception {
    byte[] body = new byte[20 << 20];
    HttpClient client = client(version);

    assertThat(refusal(client, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .isIn("413", "connection closed");
    assertThat(post(client(version), pod("good")).body()).contains("\"allowed\":true");
  }

  /** The answer comes before the body: nothing of it is awaited. */
  @Test
  void refusesAStatedLengthOf200MegabytesWithoutReadingIt() throws Exception {
    try (SSLSocket socket = connect()) {
      send(socket, "POST /admit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 209715200\r\n\r\n");

      assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void aClientThatStopsSendingHoldsNobodyElse() throws Exception {
    try (SSLSocket slow = connect()) {
      send(
          slow,
          "POST /admit?timeout=10s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");

      assertThat(post(client(Version.HTTP_2), pod("good")).body()).contains("\"allowed\":true");
    }
  }

  @Test
  void clientsThatOnlyAnnounceLargeBodiesHoldNobodyElse() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        SSLSocket socket = connect();
        slow.add(socket);
        send(
            socket,
            String.join(
                "\r\n",
                "POST /admit?timeout=30s HTTP/1.1",
                "Host: localhost",
                "Content-Length: 3000000",
                "",
                "{"));
      }

      assertThat(post(client(Version.HTTP_2), pod("good")).body()).contains("\"allowed\":true");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void manySilentConnectionsKeepNobodyOut() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 1_050; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }

      assertThat(post(client(Version.HTTP_2), pod("good")).body()).contains("\"allowed\":true");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void answersAClientWhoseBodyDoesNotArriveInTime() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/admit?timeout=1s"))
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.fromPublisher(SILENT))
            .build();
    CompletableFuture<String> overHttp2 =
        CompletableFuture.supplyAsync(() -> outcome(client(Version.HTTP_2), request), executor);

    try (SSLSocket slow = connect()) {
      send(
          slow, "POST /admit?timeout=1s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
      assertThat(firstLine(slow)).startsWith("HTTP/1.1 400");
    }
    assertThat(overHttp2.join()).isIn("400", "connection closed");
  }

  @Test
  void refusesEveryMethodButPost() throws Exception {
    HttpResponse<String> response =
        client(Version.HTTP_1_1).send(get("/admit"), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void knowsNoOtherPath() throws Exception {
    assertThat(status("/")).isEqualTo(404);
    assertThat(status("/metrics")).isEqualTo(404);
  }

  @Test
  void isReadyWhenNothingIsMissing() throws Exception {
    assertThat(status("/health/liveness")).isEqualTo(200);
    assertThat(status("/health/readiness")).isEqualTo(200);

    missing.add("the image policies are not loaded yet");

    assertThat(status("/health/liveness")).isEqualTo(200);
    HttpResponse<String> response =
        client(Version.HTTP_1_1).send(get("/health/readiness"), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("the image policies are not loaded yet\n");
  }

  @Test
  void countsDecisionsUnderTheNamesThatDashboardsKnow() throws Exception {
    HttpClient client = client(Version.HTTP_2);
    post(client, pod("good"));
    post(client, pod("bad"));
    post(client, pod("bad"));
    post(client, "garbage");

    HttpRequest scrape =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics"))
            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4")
            .build();
    HttpResponse<String> page = HttpClient.newHttpClient().send(scrape, BodyHandlers.ofString());

    assertThat(page.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body().lines())
        .contains(
            "# TYPE portieris_pod_admission_decision_allow_count counter",
            "portieris_pod_admission_decision_allow_count 1",
            "# TYPE portieris_pod_admission_decision_deny_count counter",
            "portieris_pod_admission_decision_deny_count 2")
        .noneMatch(line -> line.contains("_count_total"))
        .contains(
            "portieris_build_info{version=\"1.2.3\"} 1",
            "portieris_phase_duration_seconds_count{outcome=\"ok\",phase=\"decode\"} 3",
            "portieris_phase_duration_seconds_count{outcome=\"refused\",phase=\"decode\"} 1",
            "portieris_phase_duration_seconds_count{outcome=\"ok\",phase=\"respond\"} 3")
        .anyMatch(line -> line.startsWith("portieris_admission_duration_seconds_bucket"))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void refusesOldTls(String protocol) throws Exception {
    try (SSLSocket socket = connect()) {
      assertThatThrownBy(
              () -> {
                socket.setEnabledProtocols(new String[] {protocol});
                socket.startHandshake();
              })
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void showsANewCertificateWithoutAFailedHandshake() throws Exception {
    CountDownLatch handshakes = new CountDownLatch(40);
    CompletableFuture<Void> clients =
        CompletableFuture.runAsync(
            () -> {
              while (handshakes.getCount() > 0) {
                try (SSLSocket socket = connect()) {
                  socket.startHandshake();
                  handshakes.countDown();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            },
            executor);
    while (handshakes.getCount() > 0 && !clients.isCompletedExceptionally()) {
      long before = handshakes.getCount();
      certificates.renew(Instant.now());
      while (handshakes.getCount() == before && before > 0 && !clients.isDone()) {
        Thread.onSpinWait();
      }
    }
    clients.join();

    var last = certificates.renew(Instant.now());
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(last);
    }
  }

  @Test
  void letsARequestUnderWayEndWhenStopped() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        client(Version.HTTP_1_1)
            .sendAsync(request(BodyPublishers.ofString(pod("slow"))), BodyHandlers.ofString());
    asked.await();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, executor);
    mayAnswer.countDown();

    assertThat(answer.get().body()).contains("\"allowed\":true");
    stopped.join();
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

  private static String pod(String image) {
    return Reviews.pod("\"containers\":[{\"image\":\"" + image + "\"}]");
  }

  private HttpClient client(Version version) {
    return HttpClient.newBuilder().sslContext(certificates.trusting()).version(version).build();
  }

  private HttpResponse<String> post(HttpClient client, String body) throws Exception {
    return client.send(request(BodyPublishers.ofString(body)), BodyHandlers.ofString());
  }

  private String refusal(HttpClient client, HttpRequest.BodyPublisher body) {
    return outcome(
        client,
        HttpRequest.newBuilder(uri("/admit")).timeout(Duration.ofSeconds(60)).POST(body).build());
  }

  /** A server that does not read to the end may be gone before the client looks at its answer. */
  private static String outcome(HttpClient client, HttpRequest request) {
    try {
      return String.valueOf(client.send(request, BodyHandlers.ofString()).statusCode());
    } catch (HttpTimeoutException e) {
      return "no answer";
    } catch (IOException e) {
      return "connection closed";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(uri("/admit?timeout=30s"))
        .timeout(Duration.ofSeconds(60))
        .POST(body)
        .build();
  }

  private int status(String path) throws Exception {
    return client(Version.HTTP_1_1).send(get(path), BodyHandlers.ofString()).statusCode();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + server.port() + path);
  }

  private SSLSocket connect() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            certificates
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String firstLine(SSLSocket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  }

  private static void send(SSLSocket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
