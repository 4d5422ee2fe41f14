/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many requests are under way to one host, so that a slow one cannot take all threads.
 */
final class Bulkhead {

  private final ConcurrentHashMap<String, Places> hosts = new ConcurrentHashMap<>();
  private final int perHost;

  Bulkhead(int perHost) {
    this.perHost = perHost;
  }

  /** A place at {@code host}, or empty when none became free within {@code patience}. */
  Optional<Place> enter(String host, Duration patience) {
    Places places =
        hosts.compute(
            host,
            (name, existing) -> {
              Places at = existing == null ? new Places(new Semaphore(perHost, true)) : existing;
              at.users++;
              return at;
            });
    boolean entered = false;
    try {
      entered = places.free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!entered) {
      leave(host);
      return Optional.empty();
    }
    return Optional.of(
        () -> {
          places.free.release();
          leave(host);
        });
  }

  private void leave(String host) {
    hosts.computeIfPresent(host, (name, places) -> --places.users == 0 ? null : places);
  }

  /** A place held until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** The places of one host, forgotten when nobody holds or awaits one. */
  private static final class Places {
    private final Semaphore free;
    private int users;

    private Places(Semaphore free) {
      this.free = free;
    }
  }
}
