/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import io.starlingx.portieris.trust.tuf.TrustState;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps floors in ConfigMaps, shared by all replicas and longer-lived than any of them. An object
 * is replaced only on top of the resource version that was read, so a floor never sinks.
 */
public final class ConfigMapFloor implements VersionFloor, TrustState {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapFloor.class);

  /** Every loser of a race sees another's success, so this outlasts as many replicas. */
  private static final int MAX_ATTEMPTS = 20;

  private final FloorConfigMaps objects;
  private final RecentIndexes recent;
  private final FloorLookup lookup;
  private final TrustStateEvents events;
  private final List<ReentrantLock> indexes =
      Stream.generate(ReentrantLock::new).limit(32).toList();

  /** A store in one namespace, which must exist. */
  public ConfigMapFloor(KubernetesClient client, String namespace) {
    this.objects = new FloorConfigMaps(client, namespace);
    this.recent = new RecentIndexes(objects);
    this.lookup = new FloorLookup(recent);
    this.events = new TrustStateEvents(client, namespace);
  }

  @Override
  public Reading read(FloorKey key) {
    return lookup.find(key);
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    try {
      Optional<FloorSnapshot> last = seen.isEmpty() ? lastRead(key) : Optional.empty();
      if (last.isPresent() && unchanged(last.get(), key, seen)) {
        return store(last.get(), key, seen, next);
      }
      FloorSnapshot now = snapshot(key, seen);
      return unchanged(now, key, seen) ? store(now, key, seen, next) : overtaken(key);
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
      return Outcome.FAILED;
    }
  }

  private FloorSnapshot snapshot(FloorKey key, Optional<Floor> seen) {
    FloorSnapshot snapshot = new FloorSnapshot(objects);
    return seen.isEmpty() ? snapshot.withoutEntry(key) : snapshot;
  }

  /** A first use with the index as it was when nothing was known: writing tells if it still is. */
  private Optional<FloorSnapshot> lastRead(FloorKey key) {
    String index = FloorConfigMaps.indexName(key);
    return recent
        .get(index)
        .map(last -> snapshot(key, Optional.empty()).withIndex(index, last.object()));
  }

  private static boolean unchanged(FloorSnapshot state, FloorKey key, Optional<Floor> seen)
      throws IOException {
    return switch (new FloorLookup(state).find(key)) {
      case Reading.Known(Floor floor) -> seen.equals(Optional.of(floor));
      case Reading.Unknown() -> seen.isEmpty();
      // A pinned repository whose entry is gone starts again from its anchor; any other is read
      // again, to be refused or to be held against what somebody has stored meanwhile.
      case Reading.Lost lost -> seen.isEmpty() && key instanceof FloorKey.Pinned;
      case Reading.Failed(String message) -> throw new IOException(message);
    };
  }

  /** The entry before the index: a crash in between must not look like a deleted entry. */
  private Outcome store(FloorSnapshot state, FloorKey key, Optional<Floor> seen, Floor next)
      throws IOException {
    if (seen.isPresent() && !next.isAtLeast(seen.get())) {
      throw new IOException("a floor of " + key.gun() + " was to be lowered");
    }
    String index = FloorConfigMaps.indexName(key);
    List<FloorKey> listed = with(state.index(key), key);
    // Says that it is full before anything is written.
    ConfigMap longer = objects.index(state.get(index), index, listed);
    Optional<ConfigMap> current = state.get(FloorConfigMaps.entryName(key));
    if (!objects.write(objects.entry(current, new FloorFile.Entry(key, next)))) {
      return overtaken(key);
    }
    if (!listed.equals(state.index(key))) {
      list(longer, key, seen.isEmpty());
    } else if (current.isEmpty()) {
      // What is created is listed for certain: whoever reset the repository has unlisted it.
      changeIndex(index, keys -> with(keys, key));
    }
    return Outcome.RAISED;
  }

  private Outcome overtaken(FloorKey key) throws IOException {
    if (lookup.find(key) instanceof Reading.Failed(String message)) {
      throw new IOException(message);
    }
    return Outcome.CHANGED;
  }

  private static List<FloorKey> with(List<FloorKey> keys, FloorKey key) {
    List<FloorKey> longer = new ArrayList<>(keys);
    if (!longer.contains(key)) {
      longer.add(key);
    }
    return longer;
  }

  private interface IndexChange {
    List<FloorKey> apply(List<FloorKey> keys) throws IOException;
  }

  /**
   * Writes the index that was made from the snapshot, or adds the key to what it is by now. Whoever
   * has listed the key since had stored an entry, which must have been taken away before ours could
   * be created: that is no first use.
   */
  private void list(ConfigMap longer, FloorKey key, boolean isFirst) throws IOException {
    String name = longer.getMetadata().getName();
    ReentrantLock turn = turn(name);
    boolean written = false;
    if (turn.tryLock()) {
      try {
        written = objects.write(longer);
      } finally {
        turn.unlock();
      }
    }
    if (!written) {
      changeIndex(
          name,
          keys -> {
            if (isFirst && keys.contains(key)) {
              throw new IOException(
                  "trust state %s of %s was stored by somebody else and is gone"
                      .formatted(objects.title(key), key.gun()));
            }
            return with(keys, key);
          });
    }
  }

  private ReentrantLock turn(String index) {
    return indexes.get(Math.floorMod(index.hashCode(), indexes.size()));
  }

  /** Threads of one process take turns: only other replicas are raced. */
  private void changeIndex(String name, IndexChange change) throws IOException {
    ReentrantLock turn = turn(name);
    turn.lock();
    try {
      raceReplicas(name, change);
    } finally {
      turn.unlock();
    }
  }

  private void raceReplicas(String name, IndexChange change) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<ConfigMap> current = objects.get(name);
      List<FloorKey> keys = objects.keys(name, current);
      List<FloorKey> next = change.apply(keys);
      if (next.equals(keys) || objects.write(objects.index(current, name, next))) {
        return;
      }
    }
    throw new IOException("trust state index " + name + " is being changed by others");
  }

  @Override
  public List<Entry> list() throws IOException {
    Map<String, FloorKey> keys = new LinkedHashMap<>();
    for (ConfigMap index : objects.list(FloorConfigMaps.INDEX)) {
      objects
          .keys(index.getMetadata().getName(), Optional.of(index))
          .forEach(key -> keys.put(key.id(), key));
    }
    for (ConfigMap entry : objects.list(FloorConfigMaps.ENTRY)) {
      FloorConfigMaps.content(Optional.of(entry), FloorConfigMaps.ENTRY)
          .flatMap(FloorFile::read)
          .ifPresent(found -> keys.put(found.key().id(), found.key()));
    }
    return keys.values().stream()
        .sorted(Comparator.comparing(FloorKey::gun).thenComparing(FloorKey::id))
        .map(key -> new Entry(key, objects.title(key), lookup.find(key)))
        .toList();
  }

  @Override
  public List<Entry> reset(String gun, String by) throws IOException {
    List<Entry> entries = list().stream().filter(entry -> entry.key().gun().equals(gun)).toList();
    for (Entry entry : entries) {
      FloorKey key = entry.key();
      // The note first, so that nothing is forgotten unnoticed; then the index, since a crash in
      // between must not look like a deleted entry.
      events.reset(key, by);
      changeIndex(
          FloorConfigMaps.indexName(key),
          keys -> keys.stream().filter(other -> !other.equals(key)).toList());
      objects.delete(FloorConfigMaps.entryName(key));
    }
    return entries;
  }
}
