/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.http.ByteBudget;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks a repository's trust server for one file, and says what an answer means that is none. */
record MetadataFetch(
    AuthenticatedReader reader, RepositoryLocation location, RequestContext context) {

  /** For files that change under the same name: past shared caches. */
  static final Headers REVALIDATED =
      new Headers(List.of(new Headers.Field("Cache-Control", "no-cache")));

  /** For files that do not. */
  static final Headers PLAIN = new Headers(List.of());

  private static final String WHITE_SPACE = " \t\r\n";
  private static final String BAD_RESPONSE = "trust server returned a bad response.\n";

  /** The same for files that may not be needed, all together of at most so many bytes. */
  MetadataFetch ahead(int bytes) {
    return new MetadataFetch(reader, location, context.ahead(new ByteBudget(bytes)));
  }

  /** Host and port of the server, for messages. */
  String server() {
    return location.server().getRawAuthority();
  }

  /** The file of this name, without {@code .json}; empty when the server does not have it. */
  Optional<byte[]> get(String name, int limit, Headers headers) throws TufException {
    URI uri = location.file(name);
    if (context.deadline().isOver()) {
      throw TufException.unavailable("no time left to ask " + uri.getHost(), OptionalInt.empty());
    }
    ReadRequest request =
        new ReadRequest(
            uri,
            headers,
            "repository:" + location.gun() + ":pull",
            location.credentials(),
            limit,
            location.authorities(),
            location.source());
    return switch (reader.get(request, context)) {
      case ReadResult.Document document -> Optional.of(object(name, document.content()));
      case ReadResult.Absent() -> Optional.empty();
      case ReadResult.Unauthorized(String message) ->
          throw new TufException(
              ReasonCode.UNAUTHORIZED,
              "you are not authorized to perform this operation\n" + message);
      case ReadResult.OtherStatus(int status) ->
          throw TufException.unavailable(
              uri.getHost() + " answered " + status + " for " + name + ".json",
              OptionalInt.of(status));
      case ReadResult.Failed(HttpResult.Kind kind, String message) ->
          throw failed(name, kind, message);
    };
  }

  /** A login page or a proxy's notice is told by its first character, and with its host. */
  private byte[] object(String name, byte[] content) throws TufException {
    int start = 0;
    while (start < content.length && WHITE_SPACE.indexOf(content[start]) >= 0) {
      start++;
    }
    if (start < content.length && content[start] == '{') {
      return content;
    }
    String what =
        start == content.length
            ? "nothing"
            : content[start] == '<' ? "a web page" : "something that is no JSON object";
    throw new TufException(
        ReasonCode.MALFORMED,
        BAD_RESPONSE + name + ".json: " + server() + " answered with " + what);
  }

  private static TufException failed(String name, HttpResult.Kind kind, String message) {
    String answer = BAD_RESPONSE + name + ".json: " + message;
    return switch (kind) {
      case TOO_LARGE -> new TufException(ReasonCode.TOO_LARGE, answer);
      case MALFORMED -> new TufException(ReasonCode.MALFORMED, answer);
      case UNREACHABLE, REFUSED, TLS, FORBIDDEN_ADDRESS, BUSY ->
          TufException.unavailable(message, OptionalInt.empty());
    };
  }

  /** What it means that the server does not have a file that it must have. */
  TufException absent(String role) {
    return TufException.unavailable(
        location.server().getHost() + " has no " + role + " for " + location.gun(),
        OptionalInt.of(404));
  }
}
