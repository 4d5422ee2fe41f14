/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.Origin;
import io.starlingx.portieris.trust.http.OutboundRequest;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends one read with one authorization. A redirect is followed only within scheme, host and port:
 * any other would let a server send its readers, and their credentials, somewhere else.
 */
final class DocumentFetch {

  private static final int MAX_REDIRECTS = 3;
  private static final List<Integer> REDIRECTS = List.of(301, 302, 307, 308);

  private final Transport transport;

  DocumentFetch(Transport transport) {
    this.transport = transport;
  }

  HttpResult get(ReadRequest request, Optional<String> authorization, RequestContext context) {
    URI uri = request.uri();
    HttpResult result = transport.send(message(request, uri, authorization), context);
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      Optional<URI> next = redirect(uri, result);
      if (next.isEmpty()) {
        return result;
      }
      uri = next.get();
      result = transport.send(message(request, uri, authorization), context);
    }
    return result;
  }

  private static OutboundRequest message(
      ReadRequest request, URI uri, Optional<String> authorization) {
    List<Headers.Field> fields = new ArrayList<>(request.headers().fields());
    authorization.ifPresent(value -> fields.add(new Headers.Field("Authorization", value)));
    return new OutboundRequest(
        request.method(),
        uri,
        new Headers(fields),
        "",
        request.maxBytes(),
        request.authorities(),
        request.source());
  }

  private static Optional<URI> redirect(URI from, HttpResult result) {
    return result instanceof HttpResult.Answer answer && REDIRECTS.contains(answer.status())
        ? answer.headers().first("Location").flatMap(location -> sameOrigin(from, location))
        : Optional.empty();
  }

  private static Optional<URI> sameOrigin(URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean usable =
          ("https".equalsIgnoreCase(to.getScheme()) || "http".equalsIgnoreCase(to.getScheme()))
              && to.getHost() != null
              && to.getRawUserInfo() == null
              && to.getRawFragment() == null
              && Origin.of(to).equals(Origin.of(from));
      return usable ? Optional.of(to) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What an answer means that needs no other credential. */
  static ReadResult result(HttpResult result, Origin server) {
    return switch (result) {
      case HttpResult.Failed(HttpResult.Kind kind, String message) ->
          new ReadResult.Failed(kind, message);
      case HttpResult.Answer answer ->
          switch (answer.status()) {
            case 200 -> document(answer, server);
            case 404 -> new ReadResult.Absent();
            case 401, 403 -> new ReadResult.Unauthorized(answered(server, answer));
            default -> new ReadResult.OtherStatus(answer.status());
          };
    };
  }

  /** Status and, where the server gives one, error code. */
  static String answered(Origin server, HttpResult.Answer answer) {
    return server.authority()
        + " answered "
        + answer.status()
        + RegistryError.code(answer.body()).map(code -> " " + code).orElse("");
  }

  private static ReadResult document(HttpResult.Answer answer, Origin server) {
    String type = answer.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("text/html")
        ? new ReadResult.Failed(
            HttpResult.Kind.MALFORMED, server.authority() + " answered with a web page")
        : new ReadResult.Document(answer.body(), answer.headers());
  }
}
