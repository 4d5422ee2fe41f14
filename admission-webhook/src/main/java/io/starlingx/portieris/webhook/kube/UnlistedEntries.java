/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.starlingx.portieris.trust.tuf.FloorKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Entries that one index does not list yet: each unknown image asks for those of its repository,
 * however many others wait. Not safe for use by several threads.
 */
final class UnlistedEntries {

  private final Map<String, Map<FloorKey, Entry>> repositories = new LinkedHashMap<>();
  private int size;
  private int bytes;

  /** How an entry has come to be known. */
  enum Origin {
    /** No index listed it. */
    CREATED,
    /** It is listed, but was gone. */
    RESTORED,
    /** No index listed it, but there it was. */
    FOUND
  }

  /**
   * An entry to be listed.
   *
   * @param resets what the index told of resets when the entry came to be known
   * @param mayBeListed whether it is no alarm that it is listed already
   * @param due nanoseconds
   * @param bytes by which it makes its index longer
   */
  record Entry(
      FloorKey key, Origin origin, List<String> resets, boolean mayBeListed, long due, int bytes) {

    /** It may have been written although no answer has come. */
    Entry tried() {
      return new Entry(key, origin, resets, true, due, bytes);
    }
  }

  /** Takes the place of what was known of the same key. */
  void put(Entry entry) {
    Map<FloorKey, Entry> repository =
        repositories.computeIfAbsent(entry.key().gun(), gun -> new LinkedHashMap<>());
    Entry earlier = repository.put(entry.key(), entry);
    if (earlier != null) {
      count(earlier, -1);
    }
    count(entry, 1);
  }

  /** Takes the place of {@code earlier}, if that is still what is known. */
  void replace(Entry earlier, Entry entry) {
    if (earlier.equals(repository(earlier.key()).get(earlier.key()))) {
      put(entry);
    }
  }

  /** Removes what is still as it was. */
  void remove(Entry entry) {
    Map<FloorKey, Entry> repository = repository(entry.key());
    if (entry.equals(repository.get(entry.key()))) {
      repository.remove(entry.key());
      count(entry, -1);
      if (repository.isEmpty()) {
        repositories.remove(entry.key().gun());
      }
    }
  }

  private void count(Entry entry, int sign) {
    size += sign;
    bytes += sign * entry.bytes();
  }

  boolean contains(FloorKey key) {
    return repository(key).containsKey(key);
  }

  private Map<FloorKey, Entry> repository(FloorKey key) {
    return repositories.getOrDefault(key.gun(), Map.of());
  }

  /** Those of one repository. */
  Collection<Entry> of(String gun) {
    return Collections.unmodifiableCollection(repositories.getOrDefault(gun, Map.of()).values());
  }

  /** All, repositories in the order in which they came. */
  Stream<Entry> all() {
    return repositories.values().stream().flatMap(repository -> repository.values().stream());
  }

  int size() {
    return size;
  }

  /** By which they make the index longer. */
  int bytes() {
    return bytes;
  }
}
