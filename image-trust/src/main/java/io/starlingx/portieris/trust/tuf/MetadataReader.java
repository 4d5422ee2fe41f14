/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.github.benmanes.caffeine.cache.Cache;
import io.starlingx.portieris.trust.http.Headers;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Fetches the metadata files of one repository for one update, within its limit of bytes. Files
 * that are named by their hash are kept for later updates from the same place with the same
 * credentials. Used by one thread, but asks for several files at the same time; what is still under
 * way when it is closed is stopped.
 */
final class MetadataReader implements AutoCloseable {

  private static final int MAX_HASHED_BYTES = 5 * 1024 * 1024;
  private static final int MAX_TOTAL_BYTES = 8 * 1024 * 1024;

  private final MetadataFetch fetch;
  private final Cache<FileKey, KeptFile> files;
  private final ExecutorService executor;
  private final EarlyFiles early;
  private final Map<Digest, PendingFile<byte[]>> expected = new HashMap<>();
  private final AtomicInteger bytesLeft = new AtomicInteger(MAX_TOTAL_BYTES);
  private Optional<PendingFile<byte[]>> timestamp = Optional.empty();
  private int bytesUsed;

  /** Whose newest file is kept. What one credential may read, another need not. */
  record FileKey(RepositoryLocation location, String role) {}

  /** A file that never changes under the name that holds its hash. */
  @SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
  record KeptFile(Digest sha256, byte[] content) {}

  MetadataReader(
      MetadataFetch fetch,
      AnsweringServers servers,
      Cache<FileKey, KeptFile> files,
      ExecutorService executor) {
    this.fetch = fetch;
    this.files = files;
    this.executor = executor;
    this.early = new EarlyFiles(fetch, servers, executor);
  }

  /** Host and port of the server, for messages. */
  String server() {
    return fetch.server();
  }

  /** Asks now for the timestamp, while somebody else is asked for something else. */
  void expectTimestamp() {
    timestamp = Optional.of(PendingFile.ask(executor, Role.TIMESTAMP, this::fetchTimestamp));
  }

  /**
   * Asks now for what will be needed if it is as it was published last, and is not kept: a server
   * that has answered lately, and one request for each file.
   */
  void expectCurrent(List<String> delegations) {
    Stream.concat(Stream.of(Role.SNAPSHOT, Role.TARGETS), delegations.stream())
        .filter(role -> files.getIfPresent(key(role)) == null)
        .forEach(early::ask);
  }

  /**
   * The root to start from, which may be asked for while a timestamp is expected; empty when the
   * server knows nothing of the repository.
   *
   * @throws TufException also when the server did not answer, or did not let us in, when asked for
   *     the timestamp: then it is not asked for more
   */
  Optional<byte[]> firstRoot() throws TufException {
    if (early.isOpen()) {
      try {
        Optional<byte[]> root = early.now(Role.ROOT);
        requireAnswering();
        return root;
      } catch (TufException e) {
        // what did not come early is asked for below, as if it had never been asked for
      }
    }
    requireAnswering();
    return root();
  }

  /** The current root; empty when the server knows nothing of the repository. */
  Optional<byte[]> root() throws TufException {
    return fetchUnhashed(Role.ROOT, RootMetadata.MAX_BYTES, MetadataFetch.REVALIDATED);
  }

  /** The root of one version; empty when the server has lost it. */
  Optional<byte[]> root(long version) throws TufException {
    return fetchUnhashed(version + "." + Role.ROOT, RootMetadata.MAX_BYTES, MetadataFetch.PLAIN);
  }

  private void requireAnswering() throws TufException {
    if (timestamp.isPresent()) {
      try {
        timestamp.get().await();
      } catch (TufException e) {
        if (e.isNoAnswer()) {
          throw e;
        } // what is wrong with the timestamp counts when it is used
      }
    }
  }

  /** The current timestamp. One that was expected is given out once: the next is asked for anew. */
  byte[] timestamp() throws TufException {
    Optional<PendingFile<byte[]>> first = timestamp;
    timestamp = Optional.empty();
    return first.isPresent() ? first.get().await() : fetchTimestamp();
  }

  private byte[] fetchTimestamp() throws TufException {
    return fetchUnhashed(
            Role.TIMESTAMP, SnapshotMetadata.MAX_TIMESTAMP_BYTES, MetadataFetch.REVALIDATED)
        .orElseThrow(() -> fetch.absent(Role.TIMESTAMP));
  }

  /** Asks at the same time for all of these that are neither kept nor likely to be here early. */
  void expect(Map<String, FileMeta> needed) {
    early.only(needed.keySet());
    needed.forEach(
        (role, meta) -> {
          if (kept(role, meta).isEmpty() && !early.mayHave(role, meta)) {
            expected.computeIfAbsent(
                meta.sha256(),
                content -> PendingFile.ask(executor, role, () -> fetchHashed(role, meta)));
          }
        });
  }

  /** Waits in any thread for a file that may turn out to be another one than is needed. */
  Optional<Callable<byte[]>> early(String role) {
    return early.waitFor(role);
  }

  /** The file of {@code role} that {@code meta} describes, its length and hashes checked. */
  byte[] hashed(String role, FileMeta meta) throws TufException {
    Optional<byte[]> known = kept(role, meta);
    byte[] file = known.isPresent() ? known.get() : arrival(role, meta);
    meta.require(role, file);
    if (known.isPresent()) {
      String url = fetch.location().file(name(role, meta)).toString();
      fetch.context().recorder().accept(RequestRecord.cached(fetch.context().peer(), url));
    } else {
      files.put(key(role), new KeptFile(meta.sha256(), file));
    }
    bytesUsed += file.length;
    return file;
  }

  /** How long the hashed files are together that were read so far. */
  int bytesUsed() {
    return bytesUsed;
  }

  private FileKey key(String role) {
    return new FileKey(fetch.location(), role);
  }

  private Optional<byte[]> kept(String role, FileMeta meta) {
    return Optional.ofNullable(files.getIfPresent(key(role)))
        .filter(file -> file.sha256().equals(meta.sha256()))
        .map(KeptFile::content);
  }

  private static String name(String role, FileMeta meta) {
    return role + "." + meta.sha256().hex();
  }

  /** A file that was asked for is waited for, any other is asked for now. */
  private byte[] arrival(String role, FileMeta meta) throws TufException {
    PendingFile<byte[]> file = expected.remove(meta.sha256());
    if (file != null) {
      return file.await();
    }
    int reserved = reserve(role, meta);
    Optional<byte[]> current = early.take(role, meta);
    return current.isPresent() ? current.get() : fetchHashed(role, meta, reserved);
  }

  private byte[] fetchHashed(String role, FileMeta meta) throws TufException {
    return fetchHashed(role, meta, reserve(role, meta));
  }

  private byte[] fetchHashed(String role, FileMeta meta, int reserved) throws TufException {
    try {
      return fetchWithin(reserved, name(role, meta), MetadataFetch.PLAIN)
          .orElseThrow(() -> fetch.absent(role));
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
      Optional<byte[]> file = fetch.get(name, reserved, headers);
      used = file.map(content -> content.length).orElse(0);
      return file;
    } finally {
      bytesLeft.addAndGet(reserved - used);
    }
  }

  /** Takes of what is left of the limit what the file needs, by whatever name it is asked for. */
  private int reserve(String role, FileMeta meta) throws TufException {
    int reserved = reserve((int) Math.min(meta.length(), MAX_HASHED_BYTES));
    if (reserved < meta.length()) {
      bytesLeft.addAndGet(reserved);
      throw new TufException(
          ReasonCode.TOO_LARGE,
          role
              + " is said to be "
              + meta.length()
              + " bytes long, more than one file or all together may be");
    }
    return reserved;
  }

  /** Takes at most {@code wanted} of what is left of the limit. */
  private int reserve(int wanted) {
    int before = bytesLeft.getAndUpdate(left -> left - Math.min(left, wanted));
    return Math.min(before, wanted);
  }

  @Override
  public void close() {
    early.close();
    timestamp.ifPresent(PendingFile::cancel);
    expected.values().forEach(PendingFile::cancel);
  }
}
