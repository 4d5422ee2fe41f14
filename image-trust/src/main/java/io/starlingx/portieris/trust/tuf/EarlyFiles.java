/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Files that are asked for by their current names, before it is known which ones are needed. One
 * counts only if it turns out to be exactly what its parent names; any other answer, or none, is as
 * if it had never been asked for. Used by one thread, but asks for several files at the same time.
 */
final class EarlyFiles implements AutoCloseable {

  /** Longer files are asked for by their hash. */
  static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_FILES = 8;

  /** Files that are not there by then are asked for by their hashes: all of them together. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final MetadataFetch fetch;
  private final AnsweringServers servers;
  private final ExecutorService executor;
  private final boolean isOpen;
  private final Deadline patience = Deadline.after(PATIENCE);
  private final Map<String, PendingFile<Optional<byte[]>>> pending = new HashMap<>();

  EarlyFiles(MetadataFetch fetch, AnsweringServers servers, ExecutorService executor) {
    this.fetch = fetch.ahead((MAX_FILES + 1) * MAX_BYTES);
    this.servers = servers;
    this.executor = executor;
    this.isOpen = servers.isAnswering(fetch.location());
  }

  /** Whether this server is asked for files before they are needed. */
  boolean isOpen() {
    return isOpen;
  }

  /** Asks for the current file of {@code role}, if that is promising. */
  void ask(String role) {
    if (isOpen && pending.size() < MAX_FILES && servers.isPromising(fetch.location(), role)) {
      pending.computeIfAbsent(role, r -> PendingFile.ask(executor, r, () -> now(r)));
    }
  }

  /** The current file of {@code role}; empty when the server does not have it. */
  Optional<byte[]> now(String role) throws TufException {
    return fetch.get(role, MAX_BYTES, MetadataFetch.REVALIDATED);
  }

  /** Whether a file may still come, or has come, that is what {@code meta} describes. */
  boolean mayHave(String role, FileMeta meta) {
    PendingFile<Optional<byte[]>> file = pending.get(role);
    return file != null
        && (file.answer().isDone() ? isOfLength(file, meta.length()) : !patience.isOver());
  }

  private static boolean isOfLength(PendingFile<Optional<byte[]>> done, long length) {
    try {
      return done.await().filter(content -> content.length == length).isPresent();
    } catch (TufException e) {
      return false;
    }
  }

  /**
   * Waits for the current file of {@code role}, in any thread, and fails when it does not come
   * soon; empty when it was not asked for.
   */
  Optional<Callable<byte[]>> waitFor(String role) {
    return Optional.ofNullable(pending.get(role))
        .map(
            file -> () -> file.await(patience.remaining()).flatMap(answer -> answer).orElseThrow());
  }

  /** The file of {@code role} if it is what {@code meta} describes. Given out once. */
  Optional<byte[]> take(String role, FileMeta meta) throws TufException {
    PendingFile<Optional<byte[]>> file = pending.remove(role);
    if (file == null) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> content =
          file.await(patience.remaining()).flatMap(answer -> answer).filter(meta::describes);
      if (content.isPresent()) {
        servers.fitted(fetch.location(), role);
      } else {
        file.cancel();
        servers.missed(fetch.location(), role);
      }
      return content;
    } catch (TufException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (!e.isSilence()) { // that no request was sent, or none answered, is not the name's fault
        servers.missed(fetch.location(), role);
      }
      return Optional.empty();
    }
  }

  /** Only these roles exist: nothing else is waited for. */
  void only(Set<String> roles) {
    pending
        .values()
        .removeIf(
            file -> {
              boolean isInVain = !roles.contains(file.role());
              if (isInVain) {
                file.cancel();
                servers.missed(fetch.location(), file.role());
              }
              return isInVain;
            });
  }

  /** Stops what is still under way. */
  @Override
  public void close() {
    pending.values().forEach(PendingFile::cancel);
  }
}
