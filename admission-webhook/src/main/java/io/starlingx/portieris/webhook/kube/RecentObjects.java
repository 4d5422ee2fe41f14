/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.verdict.SingleFlight;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Objects of one kind, read one by one, each remembered for a short while. That an object is
 * missing is never remembered, so one that was just made is found at once. Equal questions at the
 * same time are asked once.
 *
 * @param <K> names an object, for people too
 */
final class RecentObjects<K, T> {

  /** How long a change may stay unseen. */
  static final Duration REMEMBERED = Duration.ofSeconds(10);

  /** Of all that is remembered, in bytes. */
  private static final int MAX_BYTES = 8 << 20;

  /** What the smallest object counts, so that their number is bounded too. */
  private static final int LEAST_BYTES = 16 << 10;

  private final String kind;
  private final Function<K, Optional<T>> get;
  private final Cache<K, Lookup.Found<T>> recent;
  private final SingleFlight<K, Lookup<T>> flights;

  /**
   * A reader for the life of the program.
   *
   * @param kind for messages: {@code secret}
   * @param get reads from the API server; may throw {@link KubernetesClientException}
   * @param bytes about how much memory an object takes
   */
  RecentObjects(
      String kind,
      Function<K, Optional<T>> get,
      ToIntFunction<T> bytes,
      ExecutorService executor,
      Ticker ticker) {
    this.kind = requireNonNull(kind, "kind");
    this.get = requireNonNull(get, "get");
    this.flights = new SingleFlight<>(executor);
    this.recent =
        Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher(
                (K name, Lookup.Found<T> found) -> LEAST_BYTES + bytes.applyAsInt(found.value()))
            .expireAfterWrite(REMEMBERED)
            .ticker(ticker)
            .executor(Runnable::run) // so little work that waking a thread for it costs more
            .build();
  }

  /** Never throws on anything that the API server does; returns by the deadline. */
  Lookup<T> read(K name, Deadline deadline) {
    Lookup<T> known = recent.getIfPresent(name);
    if (known != null) {
      return known;
    }
    return flights
        .get(name, deadline, () -> live(name))
        .orElseGet(
            () -> new Lookup.Unreadable<>(describe(name, "the API server did not answer in time")));
  }

  private Lookup<T> live(K name) {
    try {
      Optional<T> object = get.apply(name);
      if (object.isEmpty()) {
        return new Lookup.Missing<>();
      }
      Lookup.Found<T> found = new Lookup.Found<>(object.get());
      recent.put(name, found);
      return found;
    } catch (KubernetesClientException e) {
      return new Lookup.Unreadable<>(describe(name, ApiFailure.cause(e)));
    }
  }

  private String describe(K name, String cause) {
    return kind + " " + name + " could not be read: " + cause;
  }
}
