/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries the credentials of one request, in order, under one scheme. The next one is tried only when
 * the one before was refused, never when a server could not be asked.
 */
final class CredentialTrial {

  private final ReadRequest request;
  private final Origin server;
  private final DocumentFetch fetch;
  private final TokenService tokens;
  private final RealmRule realms;
  private final RequestContext context;
  private final List<String> notes = new ArrayList<>();

  CredentialTrial(
      ReadRequest request,
      DocumentFetch fetch,
      TokenService tokens,
      RealmRule realms,
      RequestContext context) {
    this.request = request;
    this.server = Origin.of(request.uri());
    this.fetch = fetch;
    this.tokens = tokens;
    this.realms = realms;
    this.context = context;
  }

  /**
   * What trying led to.
   *
   * @param challenge the scheme that the server asks for now, when that is another one
   */
  record Outcome(ReadResult result, Optional<AuthScheme> challenge) {
    private static Outcome of(ReadResult result) {
      return new Outcome(result, Optional.empty());
    }
  }

  Outcome run(AuthScheme scheme) {
    notes.clear();
    return switch (scheme) {
      case AuthScheme.Unusable(String why) -> refused(List.of(), why);
      case AuthScheme.Basic basic -> withPassword(basic);
      case AuthScheme.Bearer bearer -> withTokenOrPassword(bearer);
    };
  }

  private Outcome withTokenOrPassword(AuthScheme.Bearer scheme) {
    Outcome outcome = withToken(scheme);
    boolean passwordLeft =
        scheme.orPassword()
            && outcome.challenge().isEmpty()
            && outcome.result() instanceof ReadResult.Unauthorized
            && candidates(true).stream().anyMatch(Credentials.Basic.class::isInstance);
    return passwordLeft ? withPassword(scheme) : outcome;
  }

  private Outcome withPassword(AuthScheme scheme) {
    List<Credentials> candidates = candidates(true);
    for (Credentials credential : candidates) {
      Optional<String> header =
          credential instanceof Credentials.Basic(String username, String password)
              ? Optional.of(TokenRequest.basic(username, password))
              : registryToken(credential);
      if (header.isPresent()) {
        HttpResult result = fetch.get(request, header, context);
        Optional<Outcome> end = end(result, scheme);
        if (end.isPresent()) {
          return end.get();
        }
      }
    }
    return refused(candidates, server.authority() + " asks for a password");
  }

  private Outcome withToken(AuthScheme.Bearer scheme) {
    RealmRule.Access access = realms.access(request, scheme.realm());
    List<Credentials> candidates = candidates(access.credentials());
    boolean withheld =
        !access.credentials()
            && request.credentials().stream()
                .anyMatch(c -> !(c instanceof Credentials.RegistryToken));
    if (withheld && server.secure()) {
      notes.add(
          "no credential was sent to the token service "
              + Origin.of(scheme.realm()).authority()
              + ", which is not on the server's host: trust.tokenRealms may list it");
    }
    for (Credentials credential : candidates) {
      Optional<String> own = registryToken(credential);
      Optional<Outcome> end =
          own.isPresent()
              ? end(fetch.get(request, own, context), scheme)
              : withToken(new TokenRequest(scheme, request.scope(), credential, access));
      if (end.isPresent()) {
        return end.get();
      }
    }
    return asNobody(scheme, candidates, access)
        .orElseGet(() -> refused(candidates, server.authority() + " asks for a token"));
  }

  /**
   * What the public may read is read even with a credential that is no good any more. Only a
   * document counts: to nobody, a server may say that there is none where there is one.
   */
  private Optional<Outcome> asNobody(
      AuthScheme.Bearer scheme, List<Credentials> tried, RealmRule.Access access) {
    Credentials nobody = new Credentials.Anonymous();
    return tried.contains(nobody)
        ? Optional.empty()
        : withToken(new TokenRequest(scheme, request.scope(), nobody, access))
            .filter(outcome -> outcome.result() instanceof ReadResult.Document);
  }

  private Optional<Outcome> withToken(TokenRequest ask) {
    TokenAnswer answer = tokens.token(ask, context);
    if (answer instanceof TokenAnswer.Token(String kept, boolean cached) && cached) {
      HttpResult result = fetch.get(request, Optional.of("Bearer " + kept), context);
      if (!isStatus(result, 401)) {
        return end(result, ask.scheme());
      }
      tokens.forget(ask); // withdrawn before its time: a new one may do
      answer = tokens.token(ask, context);
    }
    return switch (answer) {
      case TokenAnswer.Token(String token, boolean cached) ->
          end(fetch.get(request, Optional.of("Bearer " + token), context), ask.scheme());
      case TokenAnswer.Refused(String message) -> {
        notes.add(message);
        yield Optional.empty();
      }
      case TokenAnswer.Failed(HttpResult.Kind kind, String message)
          when ask.credential() instanceof Credentials.Anonymous && isNoService(kind) -> {
        notes.add(message); // nobody to ask and no credential to try: the refusal is the answer
        yield Optional.empty();
      }
      case TokenAnswer.Failed(HttpResult.Kind kind, String message) ->
          Optional.of(Outcome.of(new ReadResult.Failed(kind, message)));
    };
  }

  /** The server has named a token service that is not there, or that may not be asked. */
  private static boolean isNoService(HttpResult.Kind kind) {
    return kind == HttpResult.Kind.REFUSED || kind == HttpResult.Kind.FORBIDDEN_ADDRESS;
  }

  /** The end of the trial, or empty when the next credential is to be tried. */
  private Optional<Outcome> end(HttpResult result, AuthScheme scheme) {
    if (!isStatus(result, 401) && !isStatus(result, 403)) {
      return Optional.of(Outcome.of(DocumentFetch.result(result, server)));
    }
    HttpResult.Answer answer = (HttpResult.Answer) result;
    notes.add(DocumentFetch.answered(server, answer));
    List<String> challenges = answer.headers().all("WWW-Authenticate");
    AuthScheme now = challenges.isEmpty() ? scheme : AuthScheme.choose(server, challenges);
    return now.equals(scheme)
        ? Optional.empty()
        : Optional.of(
            new Outcome(new ReadResult.Unauthorized(String.join("\n", notes)), Optional.of(now)));
  }

  private Outcome refused(List<Credentials> candidates, String why) {
    boolean anonymous = candidates.stream().allMatch(Credentials.Anonymous.class::isInstance);
    List<String> lines = new ArrayList<>();
    lines.add(
        anonymous
            ? why + ", and no credential could be used"
            : why + ", and accepted no credential");
    if (!server.secure()) {
      lines.add(server.authority() + " is asked over http: credentials are never sent there");
    }
    lines.addAll(notes.stream().distinct().toList());
    return Outcome.of(new ReadResult.Unauthorized(String.join("\n", lines)));
  }

  /** Credentials that may be used; when there is none, that of nobody. */
  private List<Credentials> candidates(boolean sendable) {
    List<Credentials> usable =
        request.credentials().stream()
            .filter(credential -> server.secure() && isUsable(credential, sendable))
            .toList();
    return usable.isEmpty() ? List.of(new Credentials.Anonymous()) : usable;
  }

  private boolean isUsable(Credentials credential, boolean sendable) {
    return credential instanceof Credentials.RegistryToken
        ? registryToken(credential).isPresent()
        : sendable;
  }

  private Optional<String> registryToken(Credentials credential) {
    return credential instanceof Credentials.RegistryToken(String registry, String token)
            && CredentialKey.parse(registry).fit(CredentialKey.parse(server.authority()))
                == CredentialKey.Fit.EXACT_PORT
        ? Optional.of("Bearer " + token)
        : Optional.empty();
  }

  private static boolean isStatus(HttpResult result, int status) {
    return result instanceof HttpResult.Answer answer && answer.status() == status;
  }
}
