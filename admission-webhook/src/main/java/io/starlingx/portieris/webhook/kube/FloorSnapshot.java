/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trust state as one change of it sees it: each entry is read once, and what is compared is what is
 * replaced. For one thread.
 */
final class FloorSnapshot implements FloorLookup.Documents {

  private final FloorConfigMaps objects;
  private final ListedEntries listed;
  private final Map<String, Optional<ConfigMap>> entries = new HashMap<>();

  FloorSnapshot(FloorConfigMaps objects, ListedEntries listed) {
    this.objects = objects;
    this.listed = listed;
  }

  /** Takes it that there is no entry, without a look: only a creation may follow. */
  FloorSnapshot withoutEntry(FloorKey key) {
    entries.put(FloorConfigMaps.entryName(key), Optional.empty());
    return this;
  }

  Optional<ConfigMap> get(FloorKey key) throws IOException {
    String name = FloorConfigMaps.entryName(key);
    Optional<ConfigMap> known = entries.get(name);
    if (known == null) {
      known = objects.get(name);
      entries.put(name, known);
    }
    return known;
  }

  @Override
  public Optional<byte[]> entry(FloorKey key) throws IOException {
    return FloorConfigMaps.content(get(key), FloorConfigMaps.ENTRY);
  }

  @Override
  public List<FloorKey> index(FloorKey key) throws IOException {
    return listed.lastIndex(key);
  }

  @Override
  public String title(FloorKey key) {
    return objects.title(key);
  }
}
