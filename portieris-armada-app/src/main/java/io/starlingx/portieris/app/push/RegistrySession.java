/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Requests to one repository, authenticated as it asks for. */
final class RegistrySession {

  private static final int MOST_REFUSALS = 2;
  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Exchange exchange;
  private final Authorization authorization;
  private final PushTarget target;
  private final URI base;

  RegistrySession(Exchange exchange, Authorization authorization, PushTarget target) {
    this.exchange = exchange;
    this.authorization = authorization;
    this.target = target;
    this.base = URI.create("https://" + target.registry() + "/v2/" + target.repository() + "/");
  }

  /** The address of something below the repository. */
  URI at(String path) {
    return base.resolve(path);
  }

  /** The answer; never one that asks who is there. */
  Answer send(RegistryRequest request) throws PushException {
    for (int refusals = 0; ; refusals++) {
      Optional<String> sent = authorization.header();
      Answer answer = exchange.send(() -> message(request, sent));
      if (answer.status() != 401) {
        return answer;
      }
      if (refusals == MOST_REFUSALS || !authorization.learn(answer, sent)) {
        throw new PushException(authorization.refusal() + answer.reason());
      }
    }
  }

  /**
   * The answer's bytes, from where the registry says they are; the caller closes them.
   *
   * @throws PushException when the registry gives none
   */
  HttpResponse<InputStream> open(RegistryRequest request, String what) throws PushException {
    RegistryRequest next = request;
    for (int step = 0; step <= MOST_REFUSALS + MOST_REDIRECTS; step++) {
      RegistryRequest current = next;
      Optional<String> sent = authorization.header();
      HttpResponse<InputStream> response = exchange.open(() -> message(current, sent));
      if (response.statusCode() == 200) {
        return response;
      }
      Answer answer = Exchange.answer(response);
      if (answer.status() == 401) {
        if (!authorization.learn(answer, sent)) {
          throw new PushException(authorization.refusal() + answer.reason());
        }
      } else if (REDIRECTS.contains(answer.status())) {
        URI location = location(answer, current.place().next());
        next = RegistryRequest.of(request.method(), location).accepting(request.accept());
      } else {
        throw refused(answer, what);
      }
    }
    throw new PushException(target.registry() + " sends in circles for " + what);
  }

  private HttpRequest message(RegistryRequest request, Optional<String> header)
      throws PushException {
    URI uri = request.place().next();
    HttpRequest.Builder message =
        HttpRequest.newBuilder(uri)
            .timeout(request.limit())
            .method(request.method(), request.body().get());
    if (!request.contentType().isEmpty()) {
      message.header("Content-Type", request.contentType());
    }
    if (!request.accept().isEmpty()) {
      message.header("Accept", request.accept());
    }
    header.filter(value -> isOwn(uri)).ifPresent(value -> message.header("Authorization", value));
    return message.build();
  }

  /** Uploads may go to a store elsewhere, which must not see the registry's credentials. */
  private boolean isOwn(URI uri) {
    return uri.getRawAuthority().equalsIgnoreCase(base.getRawAuthority());
  }

  /**
   * Where a registry says to go on.
   *
   * @throws PushException when it does not say, or would leave TLS
   */
  URI location(Answer answer, URI asked) throws PushException {
    Optional<URI> location = answer.headers().firstValue("Location").flatMap(RegistrySession::uri);
    URI resolved = location.map(asked::resolve).orElse(asked);
    if (location.isEmpty()
        || !"https".equalsIgnoreCase(resolved.getScheme())
        || resolved.getHost() == null) {
      throw new PushException(target.registry() + " names no https address to go on at");
    }
    return resolved;
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A refusal in words. */
  PushException refused(Answer answer, String what) {
    String why =
        switch (answer.status()) {
          case 403 -> authorization.refusal();
          case 404 -> target.registry() + " knows no such repository, or is no registry";
          case 413 -> target.registry() + " accepts nothing as large";
          default -> target.registry() + " failed";
        };
    return new PushException(
        why + ": it answered " + answer.status() + answer.reason() + " to " + what);
  }
}
