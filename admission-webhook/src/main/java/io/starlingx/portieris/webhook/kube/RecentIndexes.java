/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.FloorLookup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads trust state from the API server and remembers the indexes for those who read them because
 * they are about to write them: so a first use reads its index once. Nothing is decided by what is
 * remembered alone.
 */
record RecentIndexes(FloorConfigMaps objects, Cache<String, Last> last)
    implements FloorLookup.Documents {

  /** More than there are verifications under way. */
  private static final int MAX_REMEMBERED = 64;

  /** An index as it was read, empty when there was none. */
  record Last(Optional<ConfigMap> object) {}

  RecentIndexes(FloorConfigMaps objects) {
    this(
        objects, Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build());
  }

  /** The index of this name as it was last read here. */
  Optional<Last> get(String name) {
    return Optional.ofNullable(last.getIfPresent(name));
  }

  @Override
  public Optional<byte[]> entry(FloorKey key) throws IOException {
    return objects.entry(key);
  }

  @Override
  public List<FloorKey> index(FloorKey key) throws IOException {
    String name = FloorConfigMaps.indexName(key);
    Optional<ConfigMap> index = objects.get(name);
    last.put(name, new Last(index));
    return objects.keys(name, index);
  }

  @Override
  public String title(FloorKey key) {
    return objects.title(key);
  }
}
