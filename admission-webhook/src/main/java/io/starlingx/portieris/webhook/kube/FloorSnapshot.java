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
 * Trust state as one change of it sees it: each object is read once, and what is compared is what
 * is replaced. For one thread.
 */
final class FloorSnapshot implements FloorLookup.Documents {

  private final FloorConfigMaps objects;
  private final Map<String, Optional<ConfigMap>> read = new HashMap<>();
  private final Map<String, List<FloorKey>> indexes = new HashMap<>();

  FloorSnapshot(FloorConfigMaps objects) {
    this.objects = objects;
  }

  /** Takes it that there is no entry, without a look: only a creation may follow. */
  FloorSnapshot withoutEntry(FloorKey key) {
    read.put(FloorConfigMaps.entryName(key), Optional.empty());
    return this;
  }

  /** Takes an index as it was a moment ago: who writes on top of it learns whether it still is. */
  FloorSnapshot withIndex(String name, Optional<ConfigMap> index) {
    read.put(name, index);
    return this;
  }

  Optional<ConfigMap> get(String name) throws IOException {
    Optional<ConfigMap> known = read.get(name);
    if (known == null) {
      known = objects.get(name);
      read.put(name, known);
    }
    return known;
  }

  @Override
  public Optional<byte[]> entry(FloorKey key) throws IOException {
    return FloorConfigMaps.content(get(FloorConfigMaps.entryName(key)), FloorConfigMaps.ENTRY);
  }

  @Override
  public List<FloorKey> index(FloorKey key) throws IOException {
    String name = FloorConfigMaps.indexName(key);
    List<FloorKey> known = indexes.get(name);
    if (known == null) {
      known = objects.keys(name, get(name));
      indexes.put(name, known);
    }
    return known;
  }

  @Override
  public String title(FloorKey key) {
    return objects.title(key);
  }
}
