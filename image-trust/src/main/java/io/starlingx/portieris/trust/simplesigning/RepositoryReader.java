/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.OutboundRequest.Method;
import io.starlingx.portieris.trust.http.Peer;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what belongs to one image; anything but a document or its absence ends the verification.
 */
record RepositoryReader(
    AuthenticatedReader reader,
    RegistryHosts hosts,
    ImageReference image,
    List<Credentials> credentials,
    RequestContext context) {

  private static final Headers NONE = new Headers(List.of());

  RepositoryReader {
    requireNonNull(reader, "reader");
    requireNonNull(hosts, "hosts");
    requireNonNull(image, "image");
    requireNonNull(context, "context");
    credentials = List.copyOf(credentials);
  }

  /** A URL below the image's registry. */
  URI inRegistry(String path) {
    return hosts.url(image.registry(), path);
  }

  /** A document of the registry, or empty for status 404. */
  Optional<ReadResult.Document> get(URI uri, Headers headers, int maxBytes) throws EndedException {
    return document(uri, ask(Method.GET, uri, headers, maxBytes, credentials));
  }

  /** The headers with which the registry would send a document; empty when it does not say. */
  Optional<Headers> head(URI uri, Headers headers) {
    return ask(Method.HEAD, uri, headers, 0, credentials) instanceof ReadResult.Document document
        ? Optional.of(document.headers())
        : Optional.empty();
  }

  /** Asks any server. */
  ReadResult ask(Method method, URI uri, int maxBytes, List<Credentials> usable) {
    return ask(method, uri, NONE, maxBytes, usable);
  }

  /** The same at a server that keeps signatures. */
  RepositoryReader inStore() {
    return new RepositoryReader(
        reader, hosts, image, credentials, context.asking(Peer.SIGNATURE_STORE));
  }

  /** Tells whoever follows the requests that one was not needed. */
  void recordCached(URI uri) {
    context.recorder().accept(RequestRecord.cached(context.peer(), uri.toString()));
  }

  private ReadResult ask(
      Method method, URI uri, Headers headers, int maxBytes, List<Credentials> usable) {
    return reader.get(
        new ReadRequest(
            method,
            uri,
            headers,
            "repository:" + image.path() + ":pull",
            usable,
            maxBytes,
            hosts.authorities(uri),
            hosts.source(uri)),
        context);
  }

  /** What {@code result} brought: a document, or empty for status 404. */
  Optional<ReadResult.Document> document(URI uri, ReadResult result) throws EndedException {
    return switch (result) {
      case ReadResult.Document document -> Optional.of(document);
      case ReadResult.Absent absent -> Optional.empty();
      case ReadResult.Unauthorized(String message) ->
          throw EndedException.rejected(ReasonCode.UNAUTHORIZED, message);
      case ReadResult.OtherStatus(int status) ->
          throw new EndedException(
              new Verdict.Unavailable(
                  ReasonCode.UNAVAILABLE,
                  uri.getAuthority() + " answered " + status,
                  OptionalInt.of(status)));
      case ReadResult.Failed(HttpResult.Kind kind, String message) ->
          throw new EndedException(
              switch (kind) {
                case TOO_LARGE -> new Verdict.Rejected(ReasonCode.TOO_LARGE, message);
                case MALFORMED -> new Verdict.Rejected(ReasonCode.MALFORMED, message);
                case UNREACHABLE, REFUSED, TLS, FORBIDDEN_ADDRESS, BUSY ->
                    new Verdict.Unavailable(message);
              });
    };
  }
}
