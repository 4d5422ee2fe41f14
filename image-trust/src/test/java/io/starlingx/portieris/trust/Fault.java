/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.testbed.http.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a server may do to a request, given the answer that it should send. */
enum Fault {
  NO_CONTENT,
  FORBIDDEN,
  NOT_FOUND,
  TOO_MANY_REQUESTS,
  SERVER_ERROR,
  REDIRECT_ELSEWHERE,
  REDIRECT_IN_CIRCLES,
  HTML,
  EMPTY,
  NOT_WHAT_IT_SHOULD_BE,
  COMPRESSED,
  TRUNCATED,
  DISCONNECTED,
  ENDLESS,
  CHUNKED_AND_TOO_LONG,
  LONG_HEADERS,
  SILENT,
  DRIPPING,
  STALLED,
  LATE;

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String BINARY = "application/octet-stream";

  /** Whether only the deadline ends it; of what is known to be shorter, no drop is waited for. */
  boolean isSlow(FaultRun.Request request) {
    return switch (this) {
      case SILENT, STALLED -> true;
      case DRIPPING -> request != FaultRun.Request.SNAPSHOT && request != FaultRun.Request.TARGETS;
      default -> false;
    };
  }

  /** The answer instead of {@code good}. */
  Answer instead(Answer good, URI circle) {
    byte[] some = "{\"signed\":".getBytes(StandardCharsets.UTF_8);
    return switch (this) {
      case NO_CONTENT -> Answer.status(204);
      case FORBIDDEN -> Answer.status(403);
      case NOT_FOUND -> Answer.status(404);
      case TOO_MANY_REQUESTS -> Answer.status(429).withHeader("Retry-After", "3600");
      case SERVER_ERROR -> Answer.of(503, "text/plain", "busy");
      case REDIRECT_ELSEWHERE -> Answer.redirect(URI.create("http://127.0.0.1:9/"));
      case REDIRECT_IN_CIRCLES -> Answer.redirect(circle);
      case HTML -> Answer.of(200, "text/html; charset=utf-8", "<html>sign in</html>");
      case EMPTY -> Answer.of(200, BINARY, "");
      case NOT_WHAT_IT_SHOULD_BE -> Answer.json("[1]");
      case COMPRESSED -> good.withHeader("Content-Encoding", "gzip");
      case TRUNCATED -> Answer.truncated(BINARY, new byte[4000], 100);
      case DISCONNECTED -> Answer.disconnect();
      case ENDLESS -> Answer.endless(BINARY);
      case CHUNKED_AND_TOO_LONG -> chunked(16 << 20);
      case LONG_HEADERS -> good.withHeader("X-Long", "a".repeat(70_000));
      case SILENT -> Answer.silence();
      case DRIPPING -> Answer.dripping(BINARY, new byte[1000], PAUSE);
      case STALLED -> stalled(some);
      case LATE -> late(good);
    };
  }

  private static Answer chunked(int length) {
    byte[] block = new byte[1 << 16];
    return exchange -> {
      exchange.getResponseHeaders().put("Content-Type", List.of(BINARY));
      exchange.sendResponseHeaders(200, 0);
      for (int sent = 0; sent < length; sent += block.length) {
        exchange.getResponseBody().write(block);
      }
    };
  }

  /** Begins, then never goes on. */
  private static Answer stalled(byte[] beginning) {
    return exchange -> {
      exchange.sendResponseHeaders(200, beginning.length + 1);
      exchange.getResponseBody().write(beginning);
      exchange.getResponseBody().flush();
      Answer.silence().send(exchange);
    };
  }

  private static Answer late(Answer good) {
    return exchange -> {
      Thread.sleep(PAUSE);
      good.send(exchange);
    };
  }
}
