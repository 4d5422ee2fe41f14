/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a controller that tries again and again, or a tenant that fails often, from filling the
 * store of the cluster with events.
 */
final class EventLimit {

  /** An equal event is not written again for as long as this. */
  static final Duration EQUAL = Duration.ofMinutes(5);

  /** Within a minute, events of one namespace. */
  static final int PER_NAMESPACE = 10;

  /** Within a minute, events of all namespaces. */
  static final int IN_ALL = 100;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 2_000;
  private static final String EVERYBODY = "";

  private final Cache<String, Boolean> told;
  private final Cache<String, AtomicInteger> counts;

  EventLimit(Ticker ticker) {
    requireNonNull(ticker, "ticker");
    told =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(EQUAL)
            .ticker(ticker)
            .build();
    counts =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfter(Expiry.<String, AtomicInteger>creating((name, count) -> WINDOW))
            .ticker(ticker)
            .build();
  }

  /** Whether an event may be written; one that may counts as written. */
  boolean admits(String namespace, String event) {
    if (told.getIfPresent(event) != null) {
      return false;
    }
    boolean admitted = counted(namespace, PER_NAMESPACE) && counted(EVERYBODY, IN_ALL);
    return admitted && told.asMap().putIfAbsent(event, true) == null;
  }

  private boolean counted(String name, int most) {
    return counts.get(name, missing -> new AtomicInteger()).incrementAndGet() <= most;
  }
}
