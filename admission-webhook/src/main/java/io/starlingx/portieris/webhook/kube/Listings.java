/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries that are to be listed in their indexes: those of each index with one write. Whatever
 * cannot be written is tried again, ever more rarely. Whoever lists an entry that was created here
 * had created one before, which must have been taken away: that is an alarm.
 */
final class Listings {

  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 6;

  /**
   * Who finds an entry leaves whoever created it the time to list it, more than the longest pause:
   * otherwise he would take it for one that was there before his own.
   */
  static final Duration OTHERS_TURN = Duration.ofMinutes(2);

  /**
   * Others tell by the index that an entry was taken away, and each write of it costs the API
   * server as much as all that it lists: half of the time for which an index counts as young.
   */
  static final Duration FIRST_USE_TURN = RecentIndexes.YOUNG.dividedBy(2);

  /** Only an alarm rests on that the entry of a pinned repository is listed, so many can wait. */
  static final Duration PINNED_TURN = Duration.ofSeconds(10);

  private static final int MAX_PENDING = 10_000;

  /** Every loser of a race sees another's success, so this outlasts as many replicas. */
  private static final int MAX_ATTEMPTS = 20;

  private final FloorConfigMaps objects;
  private final RecentIndexes recent;
  private final TrustObserver observer;
  private final LongSupplier ticker;
  private final ReentrantLock turn = new ReentrantLock();

  // Both guarded by this.
  private final Map<String, Map<FloorKey, Item>> pending = new LinkedHashMap<>();
  private final Map<String, Outage> outages = new LinkedHashMap<>();

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
  private record Item(
      FloorKey key, Origin origin, List<String> resets, boolean mayBeListed, long due, int bytes) {

    /** It may have been written although no answer has come. */
    Item tried() {
      return new Item(key, origin, resets, true, due, bytes);
    }
  }

  /** Since when an index cannot be written. */
  private record Outage(int failures, long retry) {}

  Listings(
      FloorConfigMaps objects, RecentIndexes recent, TrustObserver observer, LongSupplier ticker) {
    this.objects = requireNonNull(objects, "objects");
    this.recent = requireNonNull(recent, "recent");
    this.observer = requireNonNull(observer, "observer");
    this.ticker = requireNonNull(ticker, "ticker");
  }

  /**
   * To be asked before an entry is stored.
   *
   * @throws IOException when it could not be listed
   */
  void requireRoom(FloorKey key) throws IOException {
    String name = FloorConfigMaps.indexName(key);
    FloorIndex index = recent.any(name);
    if (size() >= MAX_PENDING) {
      throw new IOException("the indexes of trust state cannot be written");
    }
    int bytes = index.bytes() + pendingBytes(name) + FloorFile.lengthInIndex(key);
    objects.requireRoom(name, bytes, index.size() + created(index).size());
  }

  /** Has an entry listed. */
  void add(FloorKey key, Origin origin) {
    String name = FloorConfigMaps.indexName(key);
    List<String> resets = recent.last(name).map(FloorIndex::resets).orElse(List.of());
    boolean found = origin == Origin.FOUND;
    long due = ticker.getAsLong() + delay(key, origin).toNanos();
    boolean mayBeListed = origin != Origin.CREATED;
    int bytes = FloorFile.lengthInIndex(key);
    Item item = new Item(key, origin, resets, mayBeListed, due, bytes);
    synchronized (this) {
      Map<FloorKey, Item> items = pending.computeIfAbsent(name, index -> new LinkedHashMap<>());
      if (found) {
        items.putIfAbsent(key, item);
      } else {
        items.put(key, item);
      }
    }
  }

  private static Duration delay(FloorKey key, Origin origin) {
    if (origin == Origin.FOUND) {
      return OTHERS_TURN;
    }
    return key instanceof FloorKey.Pinned ? PINNED_TURN : FIRST_USE_TURN;
  }

  /** Whether an entry is about to be listed. */
  synchronized boolean contains(FloorKey key) {
    return pending.getOrDefault(FloorConfigMaps.indexName(key), Map.of()).containsKey(key);
  }

  /** Entries that were created here and that an index does not list yet, nor tells were reset. */
  synchronized List<FloorKey> created(FloorIndex index) {
    return pending.getOrDefault(index.name(), Map.of()).values().stream()
        .filter(item -> item.origin() != Origin.FOUND)
        .filter(item -> !index.tellsOfReset(item.key(), item.resets()))
        .map(Item::key)
        .toList();
  }

  private synchronized int pendingBytes(String name) {
    return pending.getOrDefault(name, Map.of()).values().stream().mapToInt(Item::bytes).sum();
  }

  /** How many entries are about to be listed. */
  synchronized int size() {
    return pending.values().stream().mapToInt(Map::size).sum();
  }

  /**
   * Lists what is due.
   *
   * @param isLast whether an index that could not be written is tried again at once
   */
  void write(boolean isLast) {
    turn.lock();
    try {
      due(isLast).forEach(this::write);
    } finally {
      turn.unlock();
    }
  }

  private synchronized Map<String, List<Item>> due(boolean isLast) {
    long now = ticker.getAsLong();
    Map<String, List<Item>> due = new LinkedHashMap<>();
    pending.forEach(
        (name, items) -> {
          Outage outage = outages.get(name);
          List<Item> ready = due(items.values(), isLast, now);
          if (!ready.isEmpty() && (isLast || outage == null || outage.retry() - now <= 0)) {
            due.put(name, ready);
          }
        });
    return due;
  }

  /** Once an index is written, all that was created here goes with it. */
  private static List<Item> due(Collection<Item> items, boolean isLast, long now) {
    Predicate<Item> isDue = item -> item.due() - now <= 0;
    boolean isWritten = isLast || items.stream().anyMatch(isDue);
    return items.stream()
        .filter(isDue.or(item -> isWritten && item.origin() != Origin.FOUND))
        .toList();
  }

  private void write(String name, List<Item> items) {
    Set<FloorKey> strange = new HashSet<>();
    try {
      raceReplicas(name, items, strange);
      done(name, items);
    } catch (IOException e) {
      failed(name, items, e);
    }
    for (FloorKey key : strange) {
      LOG.error(
          "{} was seen for the first time although somebody else had stored its trust state, {}, which"
              + " must have been taken away",
          key.gun(),
          objects.title(key));
      observer.alarm(ReasonCode.ROOT_UNTRUSTED, key.gun());
    }
  }

  private void raceReplicas(String name, List<Item> items, Set<FloorKey> strange)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      FloorIndex index = attempt == 0 ? recent.any(name) : recent.read(name);
      List<FloorKey> missing = new ArrayList<>();
      for (Item item : items) {
        if (isMissing(index, item, strange)) {
          missing.add(item.key());
        }
      }
      if (missing.isEmpty() || recent.lengthen(index, missing)) {
        return;
      }
    }
    throw new IOException("trust state index " + name + " is being changed by others");
  }

  private boolean isMissing(FloorIndex index, Item item, Set<FloorKey> strange) throws IOException {
    boolean reset = index.tellsOfReset(item.key(), item.resets());
    if (index.contains(item.key())) {
      if (!item.mayBeListed() && !reset) {
        strange.add(item.key());
      }
      return false;
    }
    // What was reset must not be taken for lost.
    boolean mayBeGone = reset || item.origin() == Origin.FOUND;
    return !mayBeGone || objects.entry(item.key()).isPresent();
  }

  private synchronized void done(String name, List<Item> items) {
    if (outages.remove(name) != null) {
      LOG.info("trust state index {} is written again", name);
    }
    Map<FloorKey, Item> left = pending.getOrDefault(name, new LinkedHashMap<>());
    items.forEach(item -> left.remove(item.key(), item));
    if (left.isEmpty()) {
      pending.remove(name);
    }
  }

  private synchronized void failed(String name, List<Item> items, IOException cause) {
    int failures = outages.containsKey(name) ? outages.get(name).failures() + 1 : 0;
    if (failures == 0) {
      LOG.error(
          "{} entries are not listed yet, which is tried again: {}",
          items.size(),
          cause.getMessage());
    }
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures, MAX_DOUBLINGS);
    outages.put(name, new Outage(failures, ticker.getAsLong() + pause));
    Map<FloorKey, Item> left = pending.getOrDefault(name, new LinkedHashMap<>());
    items.forEach(item -> left.replace(item.key(), item, item.tried()));
  }
}
