/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks once more when a server that is asked too often says after how many seconds it may be, and
 * the deadline allows to wait for that long.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585#section-4">RFC 6585 section 4</a>
 */
final class PoliteTransport implements Transport {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** What an answer needs to be worth waiting for. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final Transport transport;
  private final Pause pause;

  PoliteTransport(Transport transport, Pause pause) {
    this.transport = transport;
    this.pause = pause;
  }

  /** Lets time pass. */
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  @Override
  public HttpResult send(OutboundRequest request, RequestContext context) {
    HttpResult result = transport.send(request, context);
    Optional<Duration> wait =
        retryAfter(result)
            .filter(time -> time.compareTo(LONGEST) <= 0)
            .filter(time -> time.plus(MARGIN).compareTo(context.deadline().remaining()) < 0);
    if (wait.isEmpty()) {
      return result;
    }
    try {
      pause.take(wait.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return result;
    }
    return transport.send(request, context);
  }

  private static Optional<Duration> retryAfter(HttpResult result) {
    return result instanceof HttpResult.Answer answer
            && (answer.status() == 429 || answer.status() == 503)
        ? answer
            .headers()
            .first("Retry-After")
            .map(String::strip)
            .filter(value -> value.matches("[0-9]{1,9}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        : Optional.empty();
  }
}
