/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads trust state by what is remembered of its indexes. An entry that is missing although it was
 * listed is looked up in the index as it is now.
 *
 * @param looks whether an entry whose repository no young index lists is looked for all the same;
 *     otherwise it is taken for missing, since whoever then creates it learns whether there is one
 */
record ListedEntries(
    FloorConfigMaps objects, RecentIndexes recent, Listings listings, boolean looks)
    implements FloorLookup.Documents {

  @Override
  public Optional<byte[]> entry(FloorKey key) throws IOException {
    return looks || isListed(key) || isKnownToYoungIndex(key)
        ? objects.entry(key)
        : Optional.empty();
  }

  @Override
  public List<FloorKey> index(FloorKey key) throws IOException {
    String name = FloorConfigMaps.indexName(key);
    return related(isListed(key) ? recent.read(name) : recent.young(name), key);
  }

  /** As {@link #index}, but as it was last seen. */
  List<FloorKey> lastIndex(FloorKey key) throws IOException {
    return related(recent.any(FloorConfigMaps.indexName(key)), key);
  }

  @Override
  public String title(FloorKey key) {
    return objects.title(key);
  }

  private boolean isListed(FloorKey key) {
    return listings.contains(key)
        || recent
            .last(FloorConfigMaps.indexName(key))
            .filter(index -> index.contains(key))
            .isPresent();
  }

  /**
   * Also by other servers: what one inherits from them must not be older than an entry of its own
   * that is not listed yet. Also if no index can tell: a broken one does not hide the entries that
   * it should list.
   */
  private boolean isKnownToYoungIndex(FloorKey key) throws IOException {
    try {
      return !related(recent.young(FloorConfigMaps.indexName(key)), key).isEmpty();
    } catch (IOException e) {
      if (objects.entry(key).isEmpty()) {
        throw e;
      }
      return true;
    }
  }

  private List<FloorKey> related(FloorIndex index, FloorKey key) {
    if (key instanceof FloorKey.Pinned) {
      boolean isKnown = index.contains(key) || listings.created(index, key.gun()).contains(key);
      return isKnown ? List.of(key) : List.of();
    }
    List<FloorKey> unlisted = listings.created(index, key.gun());
    return Stream.concat(index.of(key.gun()).stream(), unlisted.stream()).distinct().toList();
  }
}
