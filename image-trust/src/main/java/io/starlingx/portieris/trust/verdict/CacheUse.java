/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.function.LongSupplier;

/**
 * How a cache is used, asked whenever somebody wants to know.
 *
 * @param name of the cache, for people and programs: {@code trust_verdicts}
 * @param hits questions that it answered, from the start
 * @param misses questions that it could not answer, from the start
 * @param entries held about now
 */
public record CacheUse(String name, LongSupplier hits, LongSupplier misses, LongSupplier entries) {
  public CacheUse {
    requireNonNull(name, "name");
    requireNonNull(hits, "hits");
    requireNonNull(misses, "misses");
    requireNonNull(entries, "entries");
  }

  /** Of a cache that records statistics. */
  public static CacheUse of(String name, Cache<?, ?> cache) {
    return new CacheUse(
        name,
        () -> cache.stats().hitCount(),
        () -> cache.stats().missCount(),
        cache::estimatedSize);
  }
}
