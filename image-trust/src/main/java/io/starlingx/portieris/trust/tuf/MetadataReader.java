/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.github.benmanes.caffeine.cache.Cache;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.registry.ReadRequest;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Fetches the metadata files of one repository for one update, within its limit of bytes. Files
 * that are named by their hash are kept in {@code files} for later updates.
 */
final class MetadataReader {

  private static final int MAX_HASHED_BYTES = 5 * 1024 * 1024;
  private static final int MAX_TOTAL_BYTES = 8 * 1024 * 1024;
  private static final Headers REVALIDATED =
      new Headers(List.of(new Headers.Field("Cache-Control", "no-cache")));
  private static final Headers PLAIN = new Headers(List.of());

  private final AuthenticatedReader reader;
  private final RepositoryLocation location;
  private final RequestContext context;
  private final Cache<Digest, byte[]> files;
  private int bytesLeft = MAX_TOTAL_BYTES;

  MetadataReader(
      AuthenticatedReader reader,
      RepositoryLocation location,
      Cache<Digest, byte[]> files,
      RequestContext context) {
    this.reader = reader;
    this.location = location;
    this.files = files;
    this.context = context;
  }

  /** Host and port of the server, for messages. */
  String server() {
    return location.server().getRawAuthority();
  }

  /** The current root; empty when the server knows nothing of the repository. */
  Optional<byte[]> root() throws TufException {
    return fetch(Role.ROOT, RootMetadata.MAX_BYTES, REVALIDATED);
  }

  /** The root of one version; empty when the server has lost it. */
  Optional<byte[]> root(long version) throws TufException {
    return fetch(version + "." + Role.ROOT, RootMetadata.MAX_BYTES, PLAIN);
  }

  byte[] timestamp() throws TufException {
    return fetch(Role.TIMESTAMP, SnapshotMetadata.MAX_TIMESTAMP_BYTES, REVALIDATED)
        .orElseThrow(() -> absent(Role.TIMESTAMP));
  }

  /** The file of {@code role} that {@code meta} describes, its length and hashes checked. */
  byte[] hashed(String role, FileMeta meta) throws TufException {
    if (meta.length() > MAX_HASHED_BYTES) {
      throw new TufException(
          ReasonCode.TOO_LARGE, role + " is said to be " + meta.length() + " bytes long");
    }
    String name = role + "." + meta.sha256().hex();
    byte[] known = files.getIfPresent(meta.sha256());
    if (known != null) {
      meta.require(role, known);
      String url = location.file(name).toString();
      context
          .recorder()
          .accept(new RequestRecord("GET", url, OptionalInt.empty(), Duration.ZERO, true));
      return known;
    }
    byte[] file = fetchHashed(role, name, (int) meta.length());
    meta.require(role, file);
    files.put(meta.sha256(), file);
    return file;
  }

  private byte[] fetchHashed(String role, String name, int length) throws TufException {
    try {
      return fetch(name, length, PLAIN).orElseThrow(() -> absent(role));
    } catch (TufException e) {
      // Longer than stated is not the file that was meant, unless the total ran out before.
      throw e.code() == ReasonCode.TOO_LARGE && bytesLeft >= length
          ? FileMeta.mismatch("length", role)
          : e;
    }
  }

  private Optional<byte[]> fetch(String name, int limit, Headers headers) throws TufException {
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
            Math.min(limit, bytesLeft),
            location.authorities(),
            location.source());
    return switch (reader.get(request, context)) {
      case ReadResult.Document document -> Optional.of(counted(document.content()));
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

  private byte[] counted(byte[] content) {
    bytesLeft -= content.length;
    return content;
  }

  private static TufException failed(String name, HttpResult.Kind kind, String message) {
    String answer = "trust server returned a bad response.\n" + name + ".json: " + message;
    return switch (kind) {
      case TOO_LARGE -> new TufException(ReasonCode.TOO_LARGE, answer);
      case MALFORMED -> new TufException(ReasonCode.MALFORMED, answer);
      case UNREACHABLE, TLS, FORBIDDEN_ADDRESS, BUSY ->
          TufException.unavailable(message, OptionalInt.empty());
    };
  }

  private TufException absent(String role) {
    return TufException.unavailable(
        location.server().getHost() + " has no " + role + " for " + location.gun(),
        OptionalInt.of(404));
  }
}
