/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyServerTest {

  private static final byte[] TEN_BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

  private final Path directory;
  private final FaultyServer server;
  private final HttpClient client;

  FaultyServerTest(@TempDir Path directory) {
    this.directory = directory;
    TestAuthority authority = TestAuthority.create(directory.resolve("tls"));
    server = FaultyServer.start(authority);
    client = HttpClient.newBuilder().sslContext(authority.clientContext()).build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void replaysFilesAndAnswersLikeNotaryForOthers() throws Exception {
    Path file = directory.resolve("tree/v2/host:1/a/_trust/tuf/root.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"signed\":1}");
    server.replay(directory.resolve("tree"));

    assertThat(get("/v2/host:1/a/_trust/tuf/root.json").body()).isEqualTo("{\"signed\":1}");
    assertThat(get("/v2/host:1/a/_trust/tuf/other.json"))
        .returns(404, HttpResponse::statusCode)
        .extracting(HttpResponse::body)
        .asString()
        .contains("METADATA_NOT_FOUND");
    assertThat(get("/../tls/ca.crt").statusCode()).isEqualTo(404);
  }

  @Test
  void givesAnswersInOrderAndRepeatsTheLast() throws Exception {
    server.answer("/a", Answer.status(503), Answer.json("{}"));

    assertThat(get("/a").statusCode()).isEqualTo(503);
    assertThat(get("/a/below").statusCode()).isEqualTo(200);
    assertThat(get("/a").statusCode()).isEqualTo(200);
    assertThat(get("/ab").statusCode()).isEqualTo(404);
    assertThat(server.count("/a")).isEqualTo(2);
  }

  @Test
  void keepsWhatItWasAsked() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/token?service=x"))
            .header("Authorization", "Basic abc")
            .POST(BodyPublishers.ofString("grant"))
            .build();

    client.send(request, BodyHandlers.discarding());

    assertThat(server.requests())
        .singleElement()
        .satisfies(
            received -> {
              assertThat(received.method()).isEqualTo("POST");
              assertThat(received.path()).isEqualTo("/token");
              assertThat(received.query()).isEqualTo("service=x");
              assertThat(received.header("authorization")).contains("Basic abc");
              assertThat(received.body()).isEqualTo("grant");
            });
  }

  @Test
  void holdsAnAnswerUntilTheLatchOpens() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    server.answer("/", Answer.json("{}").heldUntil(latch));

    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(server.uri("/slow")), BodyHandlers.discarding());
    server.awaitRequests(1);
    assertThat(answer).isNotDone();
    latch.countDown();

    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void truncatesABody() {
    server.answer("/", Answer.truncated("text/plain", TEN_BYTES, 4));

    assertThatThrownBy(() -> get("/cut")).isInstanceOf(IOException.class);
  }

  @Test
  void disconnects() {
    server.answer("/", Answer.disconnect());

    assertThatThrownBy(() -> get("/gone")).isInstanceOf(IOException.class);
  }

  @Test
  void streamsWithoutEndUntilTheClientCloses() throws Exception {
    server.answer("/", Answer.endless("application/json"));

    try (InputStream body =
        client.send(request(server.uri("/big")), BodyHandlers.ofInputStream()).body()) {
      assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
    }
  }

  @Test
  void dripsAWholeBody() throws Exception {
    server.answer("/", Answer.dripping("text/plain", TEN_BYTES, Duration.ofMillis(1)));

    assertThat(get("/drip").body()).isEqualTo("0123456789");
  }

  @Test
  void closingEndsWhoeverIsNeverAnswered() throws Exception {
    server.answer("/", Answer.silence());
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request(server.uri("/")), BodyHandlers.discarding());
    server.awaitRequests(1);

    server.close();

    assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void redirects() throws Exception {
    server.answer("/", Answer.redirect(URI.create("https://elsewhere.test/x")));

    assertThat(get("/").headers().firstValue("location")).contains("https://elsewhere.test/x");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(server.uri(path)), BodyHandlers.ofString());
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }
}
