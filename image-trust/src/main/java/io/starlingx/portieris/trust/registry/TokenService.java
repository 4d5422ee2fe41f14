/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.ByteBudget;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Obtains access tokens, each by one request at a time, and keeps it until shortly before it
 * expires.
 */
final class TokenService {

  private static final int MAX_TOKENS = 10_000;
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** Of the answers to both requests for one token, in bytes. */
  private static final int BUDGET = 2 * TokenDocument.MAX_BYTES;

  private final Transport transport;
  private final InstantSource clock;
  private final Cache<Key, Kept> tokens =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_TOKENS).build();
  private final TokenFlights<TokenRequest> flights = new TokenFlights<>();

  TokenService(Transport transport, InstantSource clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** A token for what {@code request} asks, kept or new. */
  TokenAnswer token(TokenRequest request, RequestContext context) {
    Key key = Key.of(request);
    return kept(key)
        .orElseGet(
            () ->
                flights.ask(
                    request,
                    context.deadline(),
                    // Another flight may have landed between the two looks.
                    () -> kept(key).orElseGet(() -> obtain(request, key, context))));
  }

  private Optional<TokenAnswer> kept(Key key) {
    return Optional.ofNullable(tokens.getIfPresent(key))
        .filter(token -> clock.instant().isBefore(token.until()))
        .map(token -> new TokenAnswer.Token(token.value(), true));
  }

  /** Forgets a token that was not accepted. */
  void forget(TokenRequest request) {
    tokens.invalidate(Key.of(request));
  }

  private TokenAnswer obtain(TokenRequest request, Key key, RequestContext caller) {
    // Whoever waits for the same token must not fail for what this caller has read elsewhere, nor
    // for its being asked ahead.
    ByteBudget own = new ByteBudget(BUDGET);
    RequestContext context = caller.asking(Peer.TOKEN_SERVICE).shared(own);
    Instant asked = clock.instant();
    HttpResult result = transport.send(request.first(), context);
    if (result instanceof HttpResult.Answer answer
        && (answer.status() == 404 || answer.status() == 405)
        && request.second().isPresent()) {
      result = transport.send(request.second().get(), context);
    }
    String host = Origin.of(request.scheme().realm()).authority();
    return switch (result) {
      case HttpResult.Failed(HttpResult.Kind kind, String message) ->
          new TokenAnswer.Failed(kind, "token service " + message);
      case HttpResult.Answer answer -> read(answer, host, key, asked);
    };
  }

  private TokenAnswer read(HttpResult.Answer answer, String host, Key key, Instant asked) {
    return switch (answer.status()) {
      case 200 ->
          TokenDocument.read(answer.body())
              .<TokenAnswer>map(document -> keep(document, key, asked))
              .orElseGet(
                  () ->
                      new TokenAnswer.Failed(
                          HttpResult.Kind.MALFORMED,
                          "token service " + host + " gave no usable token"));
      case 400, 401, 403 ->
          new TokenAnswer.Refused("token service " + host + " answered " + answer.status());
      default ->
          new TokenAnswer.Failed(
              (answer.status() == 429 || answer.status() == 503)
                      && answer.headers().first("Retry-After").isPresent()
                  ? HttpResult.Kind.BUSY
                  : HttpResult.Kind.UNREACHABLE,
              "token service " + host + " answered " + answer.status());
    };
  }

  private TokenAnswer keep(TokenDocument document, Key key, Instant asked) {
    Duration usable = document.lifetime().minus(MARGIN);
    if (usable.isPositive()) {
      tokens.put(key, new Kept(document.token(), asked.plus(usable)));
    }
    return new TokenAnswer.Token(document.token(), false);
  }

  private record Key(URI realm, String service, String scope, Credentials credential) {
    private static Key of(TokenRequest request) {
      return new Key(
          request.scheme().realm(),
          request.scheme().service(),
          request.scope(),
          request.credential());
    }
  }

  private record Kept(String value, Instant until) {
    @Override
    public String toString() {
      return "Kept[until=" + until + "]";
    }
  }
}
