/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads documents by the registry's authentication protocol: asks without credentials first, learns
 * from the refusal how to authenticate, remembers that per server, and then tries one credential
 * after the other.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token
 *     authentication</a>
 */
public final class TokenReader implements AuthenticatedReader {

  private static final String CHALLENGE = "WWW-Authenticate";
  private static final int MAX_SERVERS = 1_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final DocumentFetch fetch;
  private final TokenService tokens;
  private final RealmRule realms;
  private final Cache<Origin, AuthScheme> schemes =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumSize(MAX_SERVERS)
          .expireAfterWrite(REMEMBERED)
          .build();

  /**
   * A reader for the life of the program.
   *
   * @param clock the wall clock that tokens expire by
   */
  public TokenReader(Transport transport, TokenSettings settings, InstantSource clock) {
    this(transport, settings, clock, System::nanoTime, Thread::sleep);
  }

  TokenReader(
      Transport transport,
      TokenSettings settings,
      InstantSource clock,
      LongSupplier ticker,
      PoliteTransport.Pause pause) {
    Transport polite = new PoliteTransport(transport, ticker, pause);
    this.fetch = new DocumentFetch(polite);
    this.tokens = new TokenService(polite, clock);
    this.realms = new RealmRule(settings);
  }

  @Override
  public ReadResult get(ReadRequest request, RequestContext context) {
    Origin server = Origin.of(request.uri());
    Optional<AuthScheme> known = Optional.ofNullable(schemes.getIfPresent(server));
    Optional<ReadResult> refusal = Optional.empty();
    if (known.isPresent()) {
      ReadResult result = authenticated(request, known.get(), context);
      if (!(result instanceof ReadResult.Unauthorized)) {
        return result;
      }
      // What the server asked for once need not hold for this document, or any more.
      known = Optional.ofNullable(schemes.getIfPresent(server));
      refusal = Optional.of(result);
      schemes.invalidate(server);
    }
    HttpResult open = fetch.get(request, Optional.empty(), context);
    if (!(open instanceof HttpResult.Answer answer && asksForCredentials(answer))) {
      return DocumentFetch.result(open, server);
    }
    AuthScheme scheme = AuthScheme.choose(server, answer.headers().all(CHALLENGE));
    schemes.put(server, scheme);
    return refusal.isPresent() && known.equals(Optional.of(scheme))
        ? refusal.get()
        : authenticated(request, scheme, context);
  }

  private static boolean asksForCredentials(HttpResult.Answer answer) {
    return answer.status() == 401
        || (answer.status() == 403 && !answer.headers().all(CHALLENGE).isEmpty());
  }

  private ReadResult authenticated(ReadRequest request, AuthScheme scheme, RequestContext context) {
    CredentialTrial trial = new CredentialTrial(request, fetch, tokens, realms, context);
    CredentialTrial.Outcome outcome = trial.run(scheme);
    if (outcome.challenge().isPresent()) {
      AuthScheme asked = outcome.challenge().get();
      schemes.put(Origin.of(request.uri()), asked);
      outcome = trial.run(asked);
    }
    return outcome.result();
  }
}
