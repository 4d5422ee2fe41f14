/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.starlingx.portieris.trust.tuf.FloorKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The indexes as they were last read or written here. That one lists a key is a hint of any age;
 * that it does not counts for as long as {@link #YOUNG}.
 */
final class RecentIndexes {

  static final Duration YOUNG = Duration.ofSeconds(10);

  /** Of all indexes; each takes about 300 bytes. */
  private static final int MAX_KEYS = 20_000;

  private final FloorConfigMaps objects;
  private final LongSupplier ticker;
  private final Cache<String, FloorIndex> indexes =
      Caffeine.newBuilder()
          .maximumWeight(MAX_KEYS)
          .weigher((String name, FloorIndex index) -> 1 + index.size())
          .executor(Runnable::run)
          .build();

  /**
   * Nothing is remembered yet.
   *
   * @param ticker nanoseconds from an arbitrary origin
   */
  RecentIndexes(FloorConfigMaps objects, LongSupplier ticker) {
    this.objects = requireNonNull(objects, "objects");
    this.ticker = requireNonNull(ticker, "ticker");
  }

  /** As it was last seen, whenever that was. */
  Optional<FloorIndex> last(String name) {
    return Optional.ofNullable(indexes.getIfPresent(name));
  }

  /** As it was last seen, or else is now. */
  FloorIndex any(String name) throws IOException {
    Optional<FloorIndex> last = last(name);
    return last.isPresent() ? last.get() : read(name);
  }

  /** Not older than {@link #YOUNG}. */
  FloorIndex young(String name) throws IOException {
    Optional<FloorIndex> last =
        last(name).filter(index -> ticker.getAsLong() - index.asOf() < YOUNG.toNanos());
    return last.isPresent() ? last.get() : read(name);
  }

  /** As it is now. */
  FloorIndex read(String name) throws IOException {
    long now = ticker.getAsLong();
    return remember(objects.index(name, now));
  }

  /**
   * Adds keys to an index, if nobody has changed it since.
   *
   * @return whether it was written
   */
  boolean lengthen(FloorIndex index, Collection<FloorKey> more) throws IOException {
    long now = ticker.getAsLong();
    Set<FloorKey> keys = index.keys().collect(Collectors.toCollection(LinkedHashSet::new));
    keys.addAll(more);
    ConfigMap longer = objects.index(index.object(), index.name(), keys);
    Optional<ConfigMap> written = objects.writeOnce(longer);
    if (written.isPresent()) {
      remember(FloorIndex.of(index.name(), written, keys, now));
    } else {
      forget(index);
    }
    return written.isPresent();
  }

  private void forget(FloorIndex index) {
    indexes
        .asMap()
        .computeIfPresent(
            index.name(), (name, last) -> last.asOf() - index.asOf() > 0 ? last : null);
  }

  /** An answer that was long under way does not hide a later one. */
  private FloorIndex remember(FloorIndex index) {
    indexes
        .asMap()
        .merge(index.name(), index, (last, next) -> last.asOf() - next.asOf() > 0 ? last : next);
    return index;
  }
}
