/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorFile;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps floors in ConfigMaps, shared by all replicas and longer-lived than any of them. An object
 * is replaced only on top of the resource version that was read, so a floor never sinks. What is
 * seen first is stored by its creation alone, and listed in its index soon after.
 */
public final class ConfigMapFloor implements VersionFloor, EntryLook, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapFloor.class);

  private final FloorConfigMaps objects;
  private final EntryRequests requests;
  private final KnownEntries known;
  private final EntryWatch watch;
  private final RecentIndexes recent;
  private final Listings listings;
  private final ListedEntries listed;
  private final FloorLookup lookup;
  private final FloorLookup lookupToRaise;

  /**
   * A store in one namespace, which must exist.
   *
   * @param observer hears of entries that were taken away
   */
  public ConfigMapFloor(KubernetesClient client, String namespace, TrustObserver observer) {
    this(client, namespace, observer, System::nanoTime);
  }

  ConfigMapFloor(
      KubernetesClient client, String namespace, TrustObserver observer, LongSupplier ticker) {
    this.objects = new FloorConfigMaps(client, namespace);
    this.requests = new EntryRequests(client, namespace);
    this.known = new KnownEntries(ticker);
    this.watch = new EntryWatch(requests, known);
    this.recent = new RecentIndexes(objects, ticker);
    this.listings = new Listings(objects, recent, observer, ticker);
    this.listed = new ListedEntries(objects, recent, listings, false);
    this.lookup = new FloorLookup(new ListedEntries(objects, recent, listings, true));
    this.lookupToRaise = new FloorLookup(listed);
  }

  @Override
  public Reading read(FloorKey key) {
    return find(lookup, key);
  }

  @Override
  public Reading readToRaise(FloorKey key) {
    return find(lookupToRaise, key);
  }

  /** Nothing is lost by an index that is remembered: what it lists may have been reset since. */
  private Reading find(FloorLookup documents, FloorKey key) {
    Reading remembered = documents.find(key);
    if (!(remembered instanceof Reading.Lost)) {
      return remembered;
    }
    try {
      recent.read(FloorConfigMaps.indexName(key));
      return documents.find(key);
    } catch (IOException e) {
      return new Reading.Failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    try {
      FloorSnapshot state = new FloorSnapshot(objects, listed);
      if (seen.isEmpty()) {
        state.withoutEntry(key);
      }
      return switch (new FloorLookup(state).find(key)) {
        case Reading.Known(Floor floor) when seen.equals(Optional.of(floor)) ->
            replace(state.get(key), key, floor, next);
        case Reading.Unknown() when seen.isEmpty() ->
            create(key, next, UnlistedEntries.Origin.CREATED);
        // A pinned repository whose entry is gone starts again from its anchor; any other is read
        // again, to be refused or to be held against what somebody has stored meanwhile.
        case Reading.Lost lost when seen.isEmpty() && key instanceof FloorKey.Pinned ->
            create(key, next, UnlistedEntries.Origin.RESTORED);
        case Reading.Known known -> overtaken(key);
        case Reading.Unknown unknown -> overtaken(key);
        case Reading.Lost lost -> overtaken(key);
        case Reading.Failed(String message) -> throw new IOException(message);
      };
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
      return Outcome.FAILED;
    }
  }

  /**
   * Whether there is no entry, as the API server remembers it; it may be behind its store for a
   * moment. From the first time on, entries are watched, too, and one that the watch has told of is
   * not looked for.
   */
  @Override
  public boolean isAbsent(FloorKey key) throws IOException {
    watch.begin();
    return !isTold(key) && requests.isAbsent(FloorConfigMaps.entryName(key));
  }

  @Override
  public boolean isToldAbsent(FloorKey key, Duration age) {
    return known.isAbsent(FloorConfigMaps.entryName(key), age);
  }

  @Override
  public boolean isTold(FloorKey key) {
    return known.mayExist(FloorConfigMaps.entryName(key));
  }

  private Outcome replace(Optional<ConfigMap> current, FloorKey key, Floor seen, Floor next)
      throws IOException {
    if (!next.isAtLeast(seen)) {
      throw new IOException("a floor of " + key.gun() + " was to be lowered");
    }
    if (current.isEmpty()) {
      return create(key, next, UnlistedEntries.Origin.CREATED);
    }
    return objects.write(objects.entry(current.get(), new FloorFile.Entry(key, next))).isPresent()
        ? Outcome.RAISED
        : overtaken(key);
  }

  /** The entry before the index: a crash in between must not look like a deleted entry. */
  private Outcome create(FloorKey key, Floor next, UnlistedEntries.Origin origin)
      throws IOException {
    listings.requireRoom(key);
    String name = FloorConfigMaps.entryName(key);
    KnownEntries.Begun begun = known.creating(name);
    EntryRequests.Creation creation = requests.create(new FloorFile.Entry(key, next));
    if (creation.isNew()) {
      creation.version().ifPresent(version -> known.created(name, version, begun));
      listings.add(key, origin);
      return Outcome.RAISED;
    }
    listings.add(key, UnlistedEntries.Origin.FOUND);
    return overtaken(key);
  }

  private Outcome overtaken(FloorKey key) throws IOException {
    if (lookup.find(key) instanceof Reading.Failed(String message)) {
      throw new IOException(message);
    }
    return Outcome.CHANGED;
  }

  /** Lists what was stored since the last time; blocks for as long as the API server takes. */
  public void list() {
    listings.write(false);
  }

  /** How many entries are stored but not listed yet. */
  public int unlisted() {
    return listings.size();
  }

  /** Lists what is not listed yet, once. */
  @Override
  public void close() {
    watch.close();
    listings.write(true);
  }
}
