/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import io.starlingx.portieris.trust.image.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Does what a server asks with {@code Retry-After}: whoever asked it too often asks again once that
 * time is over, if it is short, the deadline allows to wait for it and the server's {@link
 * RetryBudget} too, and until then nobody asks with the same credential.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110 section 10.2.3</a>
 */
final class PoliteTransport implements Transport {

  /** Longest that a request waits. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** Longest that a server is left alone, whatever it asks for. */
  static final Duration LONGEST_REST = Duration.ofMinutes(1);

  /** What an answer needs to be worth waiting for. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static final int MAX_SERVERS = 1_000;

  /** Servers limit accounts, so that one account's limit says nothing about another's. */
  private record Asker(Origin server, Digest credential) {
    static Asker of(OutboundRequest request) {
      String credential = request.headers().first("Authorization").orElse("");
      return new Asker(Origin.of(request.uri()), Digest.of(credential.getBytes(UTF_8)));
    }
  }

  private final Cache<Asker, Deadline> rests =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_SERVERS).build();
  private final Cache<Origin, RetryBudget> budgets =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_SERVERS).build();
  private final Transport transport;
  private final LongSupplier ticker;
  private final Pause pause;

  PoliteTransport(Transport transport, LongSupplier ticker, Pause pause) {
    this.transport = requireNonNull(transport, "transport");
    this.ticker = requireNonNull(ticker, "ticker");
    this.pause = requireNonNull(pause, "pause");
  }

  /** Lets time pass. */
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  @Override
  public HttpResult send(OutboundRequest request, RequestContext context) {
    Asker asker = Asker.of(request);
    RetryBudget budget =
        requireNonNull(budgets.get(asker.server(), server -> new RetryBudget()), "budget");
    Optional<Duration> rest =
        Optional.ofNullable(rests.getIfPresent(asker))
            .map(Deadline::remaining)
            .filter(Duration::isPositive);
    if (rest.isPresent() && !waited(rest.get(), budget, context)) {
      return new HttpResult.Failed(
          HttpResult.Kind.BUSY,
          asker.server().authority()
              + ": it was asked too often and is asked again in "
              + rest.get().plusMillis(999).toSeconds()
              + " s, as it said");
    }
    HttpResult result = sent(asker, request, context, budget);
    Optional<Duration> asked = retryAfter(result);
    return asked.isPresent() && waited(asked.get(), budget, context)
        ? sent(asker, request, context, budget)
        : result;
  }

  private HttpResult sent(
      Asker asker, OutboundRequest request, RequestContext context, RetryBudget budget) {
    HttpResult result = transport.send(request, context);
    Optional<Duration> asked = retryAfter(result);
    if (asked.isPresent()) {
      Duration rest = asked.get().compareTo(LONGEST_REST) < 0 ? asked.get() : LONGEST_REST;
      rests.put(asker, Deadline.after(rest, ticker));
    } else if (result instanceof HttpResult.Answer) {
      rests.invalidate(asker);
      budget.earn();
    }
    return result;
  }

  private boolean waited(Duration time, RetryBudget budget, RequestContext context) {
    boolean worthIt =
        time.compareTo(LONGEST_WAIT) <= 0
            && time.plus(MARGIN).compareTo(context.deadline().remaining()) < 0;
    if (context.isAhead() || !worthIt || !budget.spend()) {
      return false;
    }
    try {
      pause.take(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
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
