/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.registry.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is worth asking a trust server for before it is known to be needed. Nothing, unless it has
 * answered these credentials lately: one that is down, or asks for a token or another password, is
 * asked for one file. And no name that was of no use {@value #MISSES} times in a row: a publisher
 * may not have such a role, a mirror may know files by their hash alone.
 */
final class AnsweringServers {

  static final int MISSES = 3;

  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MAX_ENTRIES = 1_000;

  private final Cache<Asker, Boolean> answering = cache();
  private final Cache<Name, Integer> misses = cache();

  private record Asker(URI server, List<Credentials> credentials) {
    static Asker of(RepositoryLocation location) {
      return new Asker(location.server(), location.credentials());
    }
  }

  private record Name(URI server, String role) {
    static Name of(RepositoryLocation location, String role) {
      return new Name(location.server(), role);
    }
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder()
        .executor(Runnable::run)
        .maximumSize(MAX_ENTRIES)
        .expireAfterWrite(REMEMBERED)
        .build();
  }

  /** The server has let these credentials read a repository. */
  void answered(RepositoryLocation location) {
    answering.asMap().putIfAbsent(Asker.of(location), true);
  }

  /** The server did not answer, or did not let these credentials in. */
  void notAnswered(RepositoryLocation location) {
    answering.invalidate(Asker.of(location));
  }

  /** Whether several files may be asked for at the same time. */
  boolean isAnswering(RepositoryLocation location) {
    return answering.getIfPresent(Asker.of(location)) != null;
  }

  /** Whether the current file of {@code role} is likely to be the one that will be needed. */
  boolean isPromising(RepositoryLocation location, String role) {
    return Optional.ofNullable(misses.getIfPresent(Name.of(location, role))).orElse(0) < MISSES;
  }

  /** The current file was of use. */
  void fitted(RepositoryLocation location, String role) {
    misses.invalidate(Name.of(location, role));
  }

  /** The current file was not there, or not the one. */
  void missed(RepositoryLocation location, String role) {
    misses.asMap().merge(Name.of(location, role), 1, Integer::sum);
  }
}
