/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that send too much, too slowly or nothing hold up nobody else. */
class HostileClientTest extends ServedWebhook {

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

  private static String firstLine(SSLSocket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  }
}
