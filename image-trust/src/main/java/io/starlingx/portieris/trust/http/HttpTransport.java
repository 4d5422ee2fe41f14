/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpException;

/**
 * HTTP/1.1 over TCP or TLS. Verifies server certificates and names, keeps connections alive, limits
 * the requests to one host, leaves a silent one alone for a while, and ends every exchange by its
 * deadline however slowly the peer sends.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
public final class HttpTransport implements Transport, AutoCloseable {

  /** A host that was given less time than this has not shown that it is silent. */
  private static final Duration FAIR_TRIAL = Duration.ofSeconds(1);

  private final TransportSettings settings;
  private final TransportLimits limits;
  private final Connector connector;
  private final IdleConnections idle;
  private final Bulkhead bulkhead;
  private final CircuitBreaker circuits;
  private final TransportObserver observer;
  private final Watchdog watchdog = new Watchdog();

  /** A transport for the life of the program that nobody observes. */
  public HttpTransport(TransportSettings settings) {
    this(settings, TransportObserver.none());
  }

  /** A transport for the life of the program. */
  public HttpTransport(TransportSettings settings, TransportObserver observer) {
    this(settings, TransportLimits.STANDARD, Resolver.system(), System::nanoTime, observer);
  }

  HttpTransport(TransportSettings settings, TransportLimits limits, Resolver resolver) {
    this(settings, limits, resolver, System::nanoTime, TransportObserver.none());
  }

  HttpTransport(
      TransportSettings settings,
      TransportLimits limits,
      Resolver resolver,
      LongSupplier ticker,
      TransportObserver observer) {
    this.settings = requireNonNull(settings, "settings");
    this.limits = limits;
    this.connector = new Connector(settings, limits, resolver);
    this.idle = new IdleConnections(limits.idle(), System::nanoTime);
    this.bulkhead = new Bulkhead(limits.perHost());
    this.circuits = new CircuitBreaker(ticker, observer);
    this.observer = requireNonNull(observer, "observer");
  }

  @Override
  public HttpResult send(OutboundRequest request, RequestContext context) {
    Route route = Route.of(request, settings.proxy());
    Deadline deadline = context.deadline();
    if (deadline.isOver()) {
      return Failures.timeUp(route.target());
    }
    if (context.isAhead()) {
      return ahead(request, route, context);
    }
    return switch (circuits.enter(route.target())) {
      case CircuitBreaker.Entry.Refused(String message) -> {
        observer.refused(route.target().hostAndPort(), TransportObserver.Refusal.RESTING);
        yield new HttpResult.Failed(HttpResult.Kind.UNREACHABLE, message);
      }
      case CircuitBreaker.Entry.Passed(CircuitBreaker.Pass pass) ->
          passed(request, route, context, pass);
    };
  }

  /** Sends it at once or not at all; the requests that are needed tell how the host is. */
  private HttpResult ahead(OutboundRequest request, Route route, RequestContext context) {
    Optional<Bulkhead.Place> place =
        circuits.isQuiet(route.target())
            ? bulkhead.enterSparsely(route.target().hostAndPort())
            : Optional.empty();
    if (place.isEmpty()) {
      return new HttpResult.Failed(
          HttpResult.Kind.BUSY, route.target().authority() + ": it is not asked ahead now");
    }
    try (Bulkhead.Place _ = place.get()) {
      return budgeted(request, route, context);
    }
  }

  /** Tells the circuit how it went, also when it went wrong by a defect. */
  private HttpResult passed(
      OutboundRequest request, Route route, RequestContext context, CircuitBreaker.Pass pass) {
    CircuitBreaker.Outcome outcome = CircuitBreaker.Outcome.UNTRIED;
    String cause = "";
    try {
      String host = route.target().hostAndPort();
      Optional<Bulkhead.Place> place =
          bulkhead.enter(host, context.deadline().remainingUpTo(limits.queue()));
      if (place.isEmpty()) {
        observer.refused(host, TransportObserver.Refusal.BUSY);
        return new HttpResult.Failed(
            HttpResult.Kind.BUSY,
            route.target().authority() + ": too many requests are already under way");
      }
      try (Bulkhead.Place _ = place.get()) {
        // What is left after the wait for a place is what the host is given.
        boolean fair = context.deadline().remaining().compareTo(FAIR_TRIAL) >= 0;
        HttpResult result = budgeted(request, route, context);
        // Whoever is told to stop has not given the host its time either.
        outcome = outcome(result, fair && !Thread.currentThread().isInterrupted());
        cause = result instanceof HttpResult.Failed failed ? failed.message() : "";
        return result;
      }
    } finally {
      pass.end(outcome, cause);
    }
  }

  private static CircuitBreaker.Outcome outcome(HttpResult result, boolean fair) {
    return switch (result) {
      case HttpResult.Answer answer -> CircuitBreaker.Outcome.ANSWERED;
      case HttpResult.Failed(HttpResult.Kind kind, String message) ->
          switch (kind) {
            case UNREACHABLE, REFUSED ->
                fair ? CircuitBreaker.Outcome.SILENT : CircuitBreaker.Outcome.UNTRIED;
            case BUSY, FORBIDDEN_ADDRESS -> CircuitBreaker.Outcome.UNTRIED;
            case TLS, TOO_LARGE, MALFORMED -> CircuitBreaker.Outcome.ANSWERED;
          };
    };
  }

  private HttpResult budgeted(OutboundRequest request, Route route, RequestContext context) {
    int affordable = context.budget().upTo(request.maxBytes());
    HttpResult result = recorded(request.limitedTo(affordable), route, context);
    if (result instanceof HttpResult.Answer answer) {
      context.budget().spend(answer.body().length);
    } else if (result instanceof HttpResult.Failed(HttpResult.Kind kind, String message)
        && kind == HttpResult.Kind.TOO_LARGE) {
      context.budget().spend(affordable);
      return affordable < request.maxBytes() ? Failures.overBudget(route.target()) : result;
    }
    return result;
  }

  private HttpResult recorded(OutboundRequest request, Route route, RequestContext context) {
    long start = System.nanoTime();
    OutboundRequest traced = traced(request, context);
    try (Watchdog.Guard guard = watchdog.guard(context.deadline())) {
      HttpResult result = exchange(traced, route, context.deadline(), guard);
      RequestRecord record = record(context.peer(), request, result, System.nanoTime() - start);
      context.recorder().accept(record);
      observer.ended(route.target().hostAndPort(), record.status().isPresent(), record.took());
      return result;
    }
  }

  private HttpResult exchange(
      OutboundRequest request, Route route, Deadline deadline, Watchdog.Guard guard) {
    try {
      Optional<Connection> kept =
          request.method() == OutboundRequest.Method.POST ? Optional.empty() : idle.take(route);
      if (kept.isPresent()) {
        Connection connection = kept.get();
        guard.watch(connection.socket());
        try {
          return exchange(connection, request, route, guard);
        } catch (IOException e) {
          if (connection.wasAnswered() || guard.isExpired()) {
            throw e;
          } // the server had closed or forgotten it while it was idle
          guard.watch(() -> {}); // whatever keeps us from a new one is not this one's silence
        }
      }
      return exchange(connector.open(route, deadline, guard), request, route, guard);
    } catch (IOException | HttpException e) {
      return guard.isExpired() || guard.isSilent()
          ? Failures.timeUp(route.target())
          : Failures.of(route.target(), e);
    }
  }

  private HttpResult exchange(
      Connection connection, OutboundRequest request, Route route, Watchdog.Guard guard)
      throws IOException, HttpException {
    boolean kept = false;
    try {
      HttpResult answer = connection.exchange(request, route, guard);
      guard.close(); // from here on the connection may serve somebody else
      if (connection.isReusable()) {
        idle.give(route, connection);
        kept = true;
      }
      return answer;
    } finally {
      if (!kept) {
        connection.close();
      }
    }
  }

  /** Hosts that others than the operator name learn nothing of our traces. */
  private static OutboundRequest traced(OutboundRequest request, RequestContext context) {
    return request.source() == TargetSource.CONFIGURED
        ? context
            .recorder()
            .traceParent()
            .map(parent -> request.with(new Headers.Field("traceparent", parent)))
            .orElse(request)
        : request;
  }

  private static RequestRecord record(
      Peer peer, OutboundRequest request, HttpResult result, long nanos) {
    return new RequestRecord(
        peer,
        request.method().name(),
        withoutQuery(request.uri()),
        result instanceof HttpResult.Answer answer
            ? OptionalInt.of(answer.status())
            : OptionalInt.empty(),
        Duration.ofNanos(nanos),
        false);
  }

  private static String withoutQuery(URI uri) {
    String text = uri.toASCIIString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  @Override
  public void close() {
    idle.close();
    connector.close();
    watchdog.close();
  }
}
