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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches the metadata files of one repository for one update, within its limit of bytes. Files
 * that are named by their hash are kept for later updates from the same place with the same
 * credentials. Used by one thread, but asks for several files at the same time.
 */
final class MetadataReader {

  private static final int MAX_HASHED_BYTES = 5 * 1024 * 1024;
  private static final int MAX_TOTAL_BYTES = 8 * 1024 * 1024;
  private static final String WHITE_SPACE = " \t\r\n";
  private static final String BAD_RESPONSE = "trust server returned a bad response.\n";
  private static final Headers REVALIDATED =
      new Headers(List.of(new Headers.Field("Cache-Control", "no-cache")));
  private static final Headers PLAIN = new Headers(List.of());

  private final AuthenticatedReader reader;
  private final RepositoryLocation location;
  private final RequestContext context;
  private final Cache<FileKey, byte[]> files;
  private final ExecutorService executor;
  private final Map<Digest, Future<byte[]>> expected = new HashMap<>();
  private final AtomicInteger bytesLeft = new AtomicInteger(MAX_TOTAL_BYTES);
  private Optional<Future<byte[]>> timestamp = Optional.empty();
  private int bytesUsed;

  /** A file that never changes. What one credential may read, another need not. */
  record FileKey(RepositoryLocation location, Digest content) {}

  MetadataReader(
      AuthenticatedReader reader,
      RepositoryLocation location,
      Cache<FileKey, byte[]> files,
      ExecutorService executor,
      RequestContext context) {
    this.reader = reader;
    this.location = location;
    this.files = files;
    this.executor = executor;
    this.context = context;
  }

  /** Host and port of the server, for messages. */
  String server() {
    return location.server().getRawAuthority();
  }

  /** The current root; empty when the server knows nothing of the repository. */
  Optional<byte[]> root() throws TufException {
    return fetchUnhashed(Role.ROOT, RootMetadata.MAX_BYTES, REVALIDATED);
  }

  /** The root of one version; empty when the server has lost it. */
  Optional<byte[]> root(long version) throws TufException {
    return fetchUnhashed(version + "." + Role.ROOT, RootMetadata.MAX_BYTES, PLAIN);
  }

  /** Asks now for the timestamp, while somebody else is asked for something else. */
  void expectTimestamp() {
    timestamp = Optional.of(executor.submit(this::fetchTimestamp));
  }

  /**
   * Waits for a timestamp that is expected, so that a server that fails is not asked for more.
   *
   * @throws TufException when the server did not answer or did not let us in
   */
  void requireAnswering() throws TufException {
    if (timestamp.isPresent()) {
      try {
        awaited(Role.TIMESTAMP, timestamp.get());
      } catch (TufException e) {
        if (e.isNoAnswer()) {
          throw e;
        } // what is wrong with the timestamp counts when it is used
      }
    }
  }

  /** The current timestamp. One that was expected is given out once: the next is asked for anew. */
  byte[] timestamp() throws TufException {
    Optional<Future<byte[]>> first = timestamp;
    timestamp = Optional.empty();
    return first.isPresent() ? awaited(Role.TIMESTAMP, first.get()) : fetchTimestamp();
  }

  /** Nobody waits any more for the timestamp. */
  void stop() {
    timestamp.ifPresent(file -> file.cancel(true));
  }

  private byte[] fetchTimestamp() throws TufException {
    return fetchUnhashed(Role.TIMESTAMP, SnapshotMetadata.MAX_TIMESTAMP_BYTES, REVALIDATED)
        .orElseThrow(() -> absent(Role.TIMESTAMP));
  }

  /** Asks at the same time for all of these that are not kept yet, by role. */
  void expect(Map<String, FileMeta> needed) {
    needed.forEach(
        (role, meta) -> {
          if (files.getIfPresent(key(meta)) == null) {
            expected.computeIfAbsent(
                meta.sha256(), content -> executor.submit(() -> fetchHashed(role, meta)));
          }
        });
  }

  /** The file of {@code role} that {@code meta} describes, its length and hashes checked. */
  byte[] hashed(String role, FileMeta meta) throws TufException {
    byte[] known = files.getIfPresent(key(meta));
    byte[] file = known == null ? arrival(role, meta) : known;
    meta.require(role, file);
    if (known == null) {
      files.put(key(meta), file);
    } else {
      String url = location.file(name(role, meta)).toString();
      context.recorder().accept(RequestRecord.cached(context.peer(), url));
    }
    bytesUsed += file.length;
    return file;
  }

  /** How long the hashed files are together that were read so far. */
  int bytesUsed() {
    return bytesUsed;
  }

  private FileKey key(FileMeta meta) {
    return new FileKey(location, meta.sha256());
  }

  private static String name(String role, FileMeta meta) {
    return role + "." + meta.sha256().hex();
  }

  /** An expected file is waited for, any other is asked for now; both end by the deadline. */
  private byte[] arrival(String role, FileMeta meta) throws TufException {
    Future<byte[]> file = expected.remove(meta.sha256());
    return file == null ? fetchHashed(role, meta) : awaited(role, file);
  }

  private byte[] awaited(String role, Future<byte[]> file) throws TufException {
    try {
      return file.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TufException failure) {
        throw failure;
      }
      throw new IllegalStateException("asking for " + role + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TufException.unavailable("interrupted while asking " + server(), OptionalInt.empty());
    }
  }

  private byte[] fetchHashed(String role, FileMeta meta) throws TufException {
    int length = (int) Math.min(meta.length(), MAX_HASHED_BYTES);
    int reserved = reserve(length);
    if (reserved < meta.length()) {
      bytesLeft.addAndGet(reserved);
      throw new TufException(
          ReasonCode.TOO_LARGE,
          role
              + " is said to be "
              + meta.length()
              + " bytes long, more than one file or all together may be");
    }
    try {
      return fetchWithin(reserved, name(role, meta), PLAIN).orElseThrow(() -> absent(role));
    } catch (TufException e) {
      // Longer than stated is not the file that was meant.
      throw e.code() == ReasonCode.TOO_LARGE ? FileMeta.mismatch("length", role) : e;
    }
  }

  /** A file that says itself how long it is. */
  private Optional<byte[]> fetchUnhashed(String name, int limit, Headers headers)
      throws TufException {
    return fetchWithin(reserve(limit), name, headers);
  }

  /** What a file does not need of what was reserved for it is free again. */
  private Optional<byte[]> fetchWithin(int reserved, String name, Headers headers)
      throws TufException {
    int used = 0;
    try {
      Optional<byte[]> file = fetch(name, reserved, headers);
      used = file.map(content -> content.length).orElse(0);
      return file;
    } finally {
      bytesLeft.addAndGet(reserved - used);
    }
  }

  /** Takes at most {@code wanted} of what is left of the limit. */
  private int reserve(int wanted) {
    int before = bytesLeft.getAndUpdate(left -> left - Math.min(left, wanted));
    return Math.min(before, wanted);
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

  private TufException absent(String role) {
    return TufException.unavailable(
        location.server().getHost() + " has no " + role + " for " + location.gun(),
        OptionalInt.of(404));
  }
}
