/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of every path, TLS, and the end of a server. */
class WebhookServerTest extends ServedWebhook {

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

  private int status(String path) throws Exception {
    return client(Version.HTTP_1_1).send(get(path), BodyHandlers.ofString()).statusCode();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(uri(path)).build();
  }
}
