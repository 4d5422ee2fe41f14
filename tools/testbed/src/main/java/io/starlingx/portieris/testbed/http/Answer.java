/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a {@link FaultyServer} answers one request: well, badly, late or never. */
@FunctionalInterface
public interface Answer {

  /** Sends the answer. An exception closes the connection. */
  void send(HttpExchange exchange) throws IOException, InterruptedException;

  /** A well-formed answer. */
  static Answer of(int status, String contentType, byte[] body) {
    byte[] copy = body.clone();
    return exchange -> {
      boolean empty = copy.length == 0 || exchange.getRequestMethod().equals("HEAD");
      start(exchange, status, contentType, empty ? -1 : copy.length);
      if (!empty) {
        exchange.getResponseBody().write(copy);
      }
    };
  }

  /** As {@link #of(int, String, byte[])}, with text. */
  static Answer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** A JSON text with status 200. */
  static Answer json(String body) {
    return of(200, "application/json", body);
  }

  /** A status without a body. */
  static Answer status(int status) {
    return of(status, "text/plain", "");
  }

  /** A redirect, status 307. */
  static Answer redirect(URI target) {
    return status(307).withHeader("Location", target.toString());
  }

  /**
   * Replays a captured server: the file at the request's path below a directory, or a notary
   * server's 404.
   */
  static Answer tree(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    return exchange -> {
      Path file = root.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
      Answer answer =
          file.startsWith(root) && Files.isRegularFile(file)
              ? of(200, "application/json; charset=utf-8", Files.readAllBytes(file))
              : of(
                  404,
                  "application/json; charset=utf-8",
                  """
                  {"errors":[{"code":"METADATA_NOT_FOUND","message":"You have requested metadata \
                  that does not exist.","detail":{}}]}
                  """);
      answer.send(exchange);
    };
  }

  /** Promises the whole body, sends its first bytes and closes the connection. */
  static Answer truncated(String contentType, byte[] body, int sent) {
    byte[] copy = body.clone();
    return exchange -> {
      start(exchange, 200, contentType, copy.length);
      exchange.getResponseBody().write(copy, 0, sent);
      exchange.getResponseBody().flush();
      throw new IOException("truncated on purpose");
    };
  }

  /** A body without end; it stops when the client closes the connection. */
  static Answer endless(String contentType) {
    byte[] block = new byte[8192];
    Arrays.fill(block, (byte) ' ');
    return exchange -> {
      start(exchange, 200, contentType, 0);
      OutputStream out = exchange.getResponseBody();
      while (!Thread.currentThread().isInterrupted()) {
        out.write(block);
      }
    };
  }

  /** Sends the body byte by byte with a pause after each. */
  static Answer dripping(String contentType, byte[] body, Duration pause) {
    byte[] copy = body.clone();
    return exchange -> {
      start(exchange, 200, contentType, copy.length);
      for (byte one : copy) {
        exchange.getResponseBody().write(one);
        exchange.getResponseBody().flush();
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    };
  }

  /** Closes the connection without an answer. */
  static Answer disconnect() {
    return exchange -> {
      throw new IOException("disconnected on purpose");
    };
  }

  /** Never answers, until the server is closed. */
  static Answer silence() {
    return status(204).heldUntil(new CountDownLatch(1));
  }

  /** Gives this answer once a latch is open; the test opens it. */
  default Answer heldUntil(CountDownLatch latch) {
    return exchange -> {
      latch.await();
      send(exchange);
    };
  }

  /** Adds a header to this answer. */
  default Answer withHeader(String name, String value) {
    return exchange -> {
      exchange.getResponseHeaders().add(name, value);
      send(exchange);
    };
  }

  private static void start(HttpExchange exchange, int status, String contentType, long length)
      throws IOException {
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of(contentType));
    exchange.sendResponseHeaders(status, length);
  }
}
