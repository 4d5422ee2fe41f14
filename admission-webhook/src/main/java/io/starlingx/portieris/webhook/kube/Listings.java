/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.webhook.kube.UnlistedEntries.Entry;
import io.starlingx.portieris.webhook.kube.UnlistedEntries.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
  private final Map<String, UnlistedEntries> pending = new LinkedHashMap<>();
  private final Map<String, Outage> outages = new LinkedHashMap<>();

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
    int bytes = index.bytes() + FloorFile.lengthInIndex(key);
    int size = index.size();
    synchronized (this) {
      UnlistedEntries unlisted = pending.get(name);
      if (unlisted != null) {
        bytes += unlisted.bytes();
        size += unlisted.size();
      }
    }
    objects.requireRoom(name, bytes, size);
  }

  /** Has an entry listed. */
  void add(FloorKey key, Origin origin) {
    String name = FloorConfigMaps.indexName(key);
    List<String> resets = recent.last(name).map(FloorIndex::resets).orElse(List.of());
    long due = ticker.getAsLong() + delay(key, origin).toNanos();
    boolean mayBeListed = origin != Origin.CREATED;
    int bytes = FloorFile.lengthInIndex(key);
    Entry entry = new Entry(key, origin, resets, mayBeListed, due, bytes);
    synchronized (this) {
      UnlistedEntries unlisted = pending.computeIfAbsent(name, index -> new UnlistedEntries());
      if (origin != Origin.FOUND || !unlisted.contains(key)) {
        unlisted.put(entry);
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
    UnlistedEntries unlisted = pending.get(FloorConfigMaps.indexName(key));
    return unlisted != null && unlisted.contains(key);
  }

  /**
   * Entries of one repository that were created here and that an index does not list yet, nor tells
   * were reset.
   */
  synchronized List<FloorKey> created(FloorIndex index, String gun) {
    UnlistedEntries unlisted = pending.get(index.name());
    if (unlisted == null) {
      return List.of();
    }
    return unlisted.of(gun).stream()
        .filter(entry -> entry.origin() != Origin.FOUND)
        .filter(entry -> !index.tellsOfReset(entry.key(), entry.resets()))
        .map(Entry::key)
        .toList();
  }

  /** How many entries are about to be listed. */
  synchronized int size() {
    return pending.values().stream().mapToInt(UnlistedEntries::size).sum();
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

  private synchronized Map<String, List<Entry>> due(boolean isLast) {
    long now = ticker.getAsLong();
    Map<String, List<Entry>> due = new LinkedHashMap<>();
    pending.forEach(
        (name, unlisted) -> {
          Outage outage = outages.get(name);
          List<Entry> ready = due(unlisted, isLast, now);
          if (!ready.isEmpty() && (isLast || outage == null || outage.retry() - now <= 0)) {
            due.put(name, ready);
          }
        });
    return due;
  }

  /** Once an index is written, all that was created here goes with it. */
  private static List<Entry> due(UnlistedEntries unlisted, boolean isLast, long now) {
    Predicate<Entry> isDue = entry -> entry.due() - now <= 0;
    boolean isWritten = isLast || unlisted.all().anyMatch(isDue);
    return unlisted
        .all()
        .filter(isDue.or(entry -> isWritten && entry.origin() != Origin.FOUND))
        .toList();
  }

  private void write(String name, List<Entry> entries) {
    Set<FloorKey> strange = new HashSet<>();
    try {
      raceReplicas(name, entries, strange);
      done(name, entries);
    } catch (IOException e) {
      failed(name, entries, e);
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

  private void raceReplicas(String name, List<Entry> entries, Set<FloorKey> strange)
      throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      FloorIndex index = attempt == 0 ? recent.any(name) : recent.read(name);
      List<FloorKey> missing = new ArrayList<>();
      for (Entry entry : entries) {
        if (isMissing(index, entry, strange)) {
          missing.add(entry.key());
        }
      }
      if (missing.isEmpty() || recent.lengthen(index, missing)) {
        return;
      }
    }
    throw new IOException("trust state index " + name + " is being changed by others");
  }

  private boolean isMissing(FloorIndex index, Entry entry, Set<FloorKey> strange)
      throws IOException {
    boolean reset = index.tellsOfReset(entry.key(), entry.resets());
    if (index.contains(entry.key())) {
      if (!entry.mayBeListed() && !reset) {
        strange.add(entry.key());
      }
      return false;
    }
    // What was reset must not be taken for lost.
    boolean mayBeGone = reset || entry.origin() == Origin.FOUND;
    return !mayBeGone || objects.entry(entry.key()).isPresent();
  }

  private synchronized void done(String name, List<Entry> entries) {
    if (outages.remove(name) != null) {
      LOG.info("trust state index {} is written again", name);
    }
    UnlistedEntries left = pending.get(name);
    if (left != null) {
      entries.forEach(left::remove);
      if (left.size() == 0) {
        pending.remove(name);
      }
    }
  }

  private synchronized void failed(String name, List<Entry> entries, IOException cause) {
    int failures = outages.containsKey(name) ? outages.get(name).failures() + 1 : 0;
    if (failures == 0) {
      LOG.error(
          "{} entries are not listed yet, which is tried again: {}",
          entries.size(),
          cause.getMessage());
    }
    long pause = FIRST_PAUSE.toNanos() << Math.min(failures, MAX_DOUBLINGS);
    outages.put(name, new Outage(failures, ticker.getAsLong() + pause));
    UnlistedEntries left = pending.get(name);
    if (left != null) {
      entries.forEach(entry -> left.replace(entry, entry.tried()));
    }
  }
}
