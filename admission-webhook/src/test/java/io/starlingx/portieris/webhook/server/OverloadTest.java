/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.webhook.certificate.ServingCertificates;
import io.starlingx.portieris.webhook.metrics.WebhookMetrics;
import io.starlingx.portieris.webhook.review.Reviewer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A webhook with memory for a few dozen small requests at the same time. */
@Timeout(180)
class OverloadTest {

  private static final int MAX_BODY = 16 << 10;
  private static final int MORE_THAN_ARE_READ = 80;
  private static final byte[] ANSWER = "{\"response\":{\"allowed\":true}}".getBytes(UTF_8);

  private final ServingCertificates certificates = new ServingCertificates();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final AtomicBoolean spinning = new AtomicBoolean(true);
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(certificates.trusting()).build();
  private final WebhookMetrics metrics = new WebhookMetrics("dev", List.of());
  private final WebhookServer server =
      WebhookServer.start(
          new ServerSettings(
              InetAddress.getLoopbackAddress(), 0, 0, Duration.ofSeconds(30), MAX_BODY),
          certificates.serving().context(),
          Map.<String, Reviewer>of(
              "/held", (body, deadline) -> held(),
              "/spin", (body, deadline) -> spun(),
              "/admit", (body, deadline) -> ANSWER),
          List::of,
          metrics::page,
          metrics.load());

  @AfterEach
  void stop() throws Exception {
    mayAnswer.countDown();
    spinning.set(false);
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
    client.close();
    server.close();
  }

  @Test
  void aFullWebhookDeniesWithAReasonWhileOthersAreStillBeingDecided() throws Exception {
    fill();

    HttpResponse<String> response = post("/admit", review("u-1", ""));

    assertThat(underWay.get()).isPositive();
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode review = new ObjectMapper().readTree(response.body());
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    JsonNode answer = review.path("response");
    assertThat(answer.path("uid").asText()).isEqualTo("u-1");
    assertThat(answer.path("allowed").asBoolean()).isFalse();
    assertThat(answer.path("status").path("code").asInt()).isEqualTo(429);
    assertThat(answer.path("status").path("reason").asText()).isEqualTo("TooManyRequests");
    assertThat(answer.path("status").path("details").path("retryAfterSeconds").asInt())
        .isEqualTo(1);
    assertThat(answer.path("status").path("message").asText())
        .startsWith("too many requests at the same time, ")
        .endsWith("\nreason: UNAVAILABLE");
  }

  @Test
  void aFullWebhookTakesRequestsAgainOnceOthersAreAnswered() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> held = fill();
    mayAnswer.countDown();
    held.forEach(CompletableFuture::join);

    assertThat(post("/admit", review("u-1", "")).body()).contains("\"allowed\":true");
  }

  @Test
  void healthAndMetricsAnswerWhileTheWebhookIsFull() throws Exception {
    fill();
    post("/admit", review("u-1", ""));

    assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("portieris_admission_refused_total{status=\"429\"} ");
  }

  @Test
  void healthAndMetricsAnswerWhileReviewsKeepEveryProcessorBusy() throws Exception {
    int tasks = 2 * Runtime.getRuntime().availableProcessors();
    List<CompletableFuture<HttpResponse<String>>> busy = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      busy.add(send("/spin", review("u-" + i, "")));
    }
    Awaited.until("busy reviews", () -> underWay.get() >= tasks / 2);

    assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("portieris_pod_admission_decision_allow_count 0");
    assertThat(spinning).isTrue();
    assertThat(busy).anyMatch(answer -> !answer.isDone());
  }

  @Test
  void bodiesThatStopArrivingMakeRoomForThoseThatArrive() throws Exception {
    for (int i = 0; i < 12; i++) {
      sendStart(MAX_BODY, " ".repeat(MAX_BODY - 1));
    }

    assertThat(post("/admit", review("u-1", "")).body()).contains("\"allowed\":true");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aReviewThatIsTooLargeIsDeniedByItsUid(Version version) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/admit"))
            .version(version)
            .POST(BodyPublishers.ofString(review("u-1", "x".repeat(3 * MAX_BODY))))
            .build();

    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"uid\":\"u-1\"", "\"allowed\":false", "\"code\":413")
        .contains("larger than 16 KiB, the most that is read");
  }

  @Test
  void aReviewIsDeniedByItsUidWhileOthersHoldBackTheBodiesThatAreRefused() throws Exception {
    for (int i = 0; i < MORE_THAN_ARE_READ; i++) {
      sendStart(2 * MAX_BODY, "{");
    }
    Awaited.until("their refusals", () -> refusals(413) >= MORE_THAN_ARE_READ);

    HttpResponse<String> response = post("/admit", review("u-1", "x".repeat(2 * MAX_BODY)));

    assertThat(response.body()).contains("\"uid\":\"u-1\"", "\"code\":413");
  }

  @Test
  void whatIsNoReviewIsRefusedWithAnHttpStatus() throws Exception {
    assertThat(post("/admit", "x".repeat(2 * MAX_BODY)).statusCode()).isEqualTo(413);
  }

  /** A request whose body ends too early. */
  private void sendStart(int announced, String body) throws IOException {
    SSLSocket slow =
        (SSLSocket)
            certificates
                .trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    open.add(slow);
    String head = "POST /admit HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + announced;
    slow.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(UTF_8));
    slow.getOutputStream().flush();
  }

  private int refusals(int status) {
    String counter = "portieris_admission_refused_total{status=\"" + status + "\"} ";
    return metrics
        .page()
        .lines()
        .filter(line -> line.startsWith(counter))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(counter.length())))
        .sum();
  }

  private byte[] held() {
    underWay.incrementAndGet();
    try {
      mayAnswer.await();
      return ANSWER;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] spun() {
    underWay.incrementAndGet();
    while (spinning.get()) {
      Thread.onSpinWait();
    }
    return ANSWER;
  }

  /** Sends so many requests that some of them are refused. */
  private List<CompletableFuture<HttpResponse<String>>> fill() {
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      held.add(send("/held", review("h-" + i, "")));
    }
    Awaited.until("a refusal", () -> held.stream().anyMatch(CompletableFuture::isDone));
    return held;
  }

  private CompletableFuture<HttpResponse<String>> send(String path, String body) {
    return client.sendAsync(request(path, body), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(request(path, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)).build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private String metrics() throws IOException, InterruptedException {
    URI page = URI.create("http://127.0.0.1:" + server.metricsPort() + "/metrics");
    return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
  }

  private URI uri(String path) {
    return URI.create("https://127.0.0.1:" + server.port() + path);
  }

  private static String review(String uid, String filler) {
    return """
    {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s",\
    "object":{"x":"%s"}}}\
    """
        .formatted(uid, filler);
  }
}
