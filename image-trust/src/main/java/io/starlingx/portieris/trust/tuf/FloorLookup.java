/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What documents say about a key, wherever they are kept: one document for each entry, and indexes
 * of all keys that tell a deleted entry from one that never was. A broken document is never taken
 * for a missing one.
 */
public final class FloorLookup {

  private final Documents documents;

  /** A lookup in these documents. */
  public FloorLookup(Documents documents) {
    this.documents = documents;
  }

  /** Where floors are kept, in the form of {@link FloorFile}. */
  public interface Documents {

    /** The entry of a key, as it was written. */
    Optional<byte[]> entry(FloorKey key) throws IOException;

    /**
     * The keys of the index that lists {@code key} and all that it may inherit from.
     *
     * @throws IOException when the index cannot be read, is broken, or is missing beside entries
     */
    List<FloorKey> index(FloorKey key) throws IOException;

    /** What the entry of a key is called, for people. */
    String title(FloorKey key);
  }

  /** What is known under {@code key}; Failed for a defect of a document. */
  public VersionFloor.Reading find(FloorKey key) {
    try {
      Optional<VersionFloor.Reading> own = entry(key);
      return own.isPresent() ? own.get() : withoutEntry(key, documents.index(key));
    } catch (IOException e) {
      return new VersionFloor.Reading.Failed(String.valueOf(e.getMessage()));
    }
  }

  private VersionFloor.Reading withoutEntry(FloorKey key, List<FloorKey> index) throws IOException {
    if (index.contains(key)) {
      // Another process may have stored it between the two looks.
      return entry(key).orElseGet(() -> lost(key));
    }
    return key instanceof FloorKey.FirstUse firstUse
        ? inherited(firstUse, index)
        : new VersionFloor.Reading.Unknown();
  }

  /** When a rule's servers change, the newest that those it keeps have led to goes on counting. */
  private VersionFloor.Reading inherited(FloorKey.FirstUse key, List<FloorKey> index)
      throws IOException {
    List<Floor> floors = new ArrayList<>();
    for (FloorKey other : index) {
      if (key.inheritsFrom(other)) {
        VersionFloor.Reading reading = entry(other).orElseGet(() -> lost(other));
        if (!(reading instanceof VersionFloor.Reading.Known(Floor floor))) {
          return reading;
        }
        floors.add(floor);
      }
    }
    return floors.stream()
        .max(
            Comparator.comparingLong((Floor floor) -> floor.version(Role.ROOT))
                .thenComparingLong(floor -> floor.version(Role.TIMESTAMP)))
        .<VersionFloor.Reading>map(VersionFloor.Reading.Known::new)
        .orElseGet(VersionFloor.Reading.Unknown::new);
  }

  private Optional<VersionFloor.Reading> entry(FloorKey key) throws IOException {
    return documents.entry(key).map(document -> reading(key, document));
  }

  private VersionFloor.Reading reading(FloorKey key, byte[] document) {
    return FloorFile.read(document)
        .filter(entry -> entry.key().equals(key))
        .<VersionFloor.Reading>map(entry -> new VersionFloor.Reading.Known(entry.floor()))
        .orElseGet(
            () ->
                new VersionFloor.Reading.Failed(
                    "trust state " + documents.title(key) + " of " + key.gun() + " is broken"));
  }

  private VersionFloor.Reading lost(FloorKey key) {
    return new VersionFloor.Reading.Lost(
        "trust state " + documents.title(key) + " of " + key.gun() + " is gone");
  }
}
