/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.webhook.certificate.ServingCertificates;
import io.starlingx.portieris.webhook.review.LargeBodies;
import io.starlingx.portieris.webhook.review.Reviewer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LargeReviewsTest {

  private final ServingCertificates certificates = new ServingCertificates();
  private final CountDownLatch isBeingRead = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(certificates.trusting()).build();
  private final WebhookServer server =
      WebhookServer.start(
          new ServerSettings(
              InetAddress.getLoopbackAddress(),
              0,
              0,
              Duration.ofSeconds(15),
              ServerSettings.DEFAULT_MAX_BODY),
          certificates.serving().context(),
          Map.<String, Reviewer>of(
              "/one", (posted, deadline) -> posted.read(deadline, this::held),
              "/other", (posted, deadline) -> posted.read(deadline, body -> new byte[0])),
          List::of,
          () -> "",
          status -> {});

  @AfterEach
  void stop() throws Exception {
    mayGoOn.countDown();
    client.close();
    server.close();
  }

  @Test
  void oneWhoseTurnDoesNotComeIsDeniedByItsUid() throws Exception {
    CompletableFuture<HttpResponse<String>> first = post("/one", LargeBodies.USUAL);
    isBeingRead.await();

    assertThat(post("/other", LargeBodies.USUAL).join().body())
        .contains("\"uid\":\"u-1\"", "\"allowed\":false", "\"code\":429", "try again in a second");
    assertThat(post("/other", 1).join().body()).isEmpty();
    assertThat(first).isNotDone();
  }

  private byte[] held(byte[] body) {
    isBeingRead.countDown();
    try {
      mayGoOn.await();
      return body;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CompletableFuture<HttpResponse<String>> post(String path, int filler) {
    String review =
        "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\","
            + "\"request\":{\"uid\":\"u-1\",\"object\":\""
            + "x".repeat(filler)
            + "\"}}";
    URI uri = URI.create("https://127.0.0.1:" + server.port() + path);
    return client.sendAsync(
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(review)).build(),
        BodyHandlers.ofString());
  }
}
