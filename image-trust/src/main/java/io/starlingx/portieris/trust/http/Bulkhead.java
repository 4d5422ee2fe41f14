/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits how much is under way for one name, such as a host, so that it leaves room for others. */
public final class Bulkhead {

  private final ConcurrentHashMap<String, Places> names = new ConcurrentHashMap<>();
  private final int perName;

  /** At most {@code perName} places for each name. */
  public Bulkhead(int perName) {
    this.perName = perName;
  }

  /** A place at {@code name}, or empty when none became free within {@code patience}. */
  public Optional<Place> enter(String name, Duration patience) {
    return enter(name, free -> free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * A place at {@code name} at once, if most are free: the rest is for those who cannot do without.
   */
  Optional<Place> enterSparsely(String name) {
    return enter(name, free -> 2 * free.availablePermits() > perName && free.tryAcquire());
  }

  private interface Acquisition {
    boolean of(Semaphore free) throws InterruptedException;
  }

  private Optional<Place> enter(String name, Acquisition acquisition) {
    Places places =
        names.compute(
            name,
            (key, existing) -> {
              Places at = existing == null ? new Places(new Semaphore(perName, true)) : existing;
              at.users++;
              return at;
            });
    boolean entered = false;
    try {
      entered = acquisition.of(places.free);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!entered) {
      leave(name);
      return Optional.empty();
    }
    return Optional.of(
        () -> {
          places.free.release();
          leave(name);
        });
  }

  private void leave(String name) {
    names.computeIfPresent(name, (key, places) -> --places.users == 0 ? null : places);
  }

  /** A place held until it is closed. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** The places of one name, forgotten when nobody holds or awaits one. */
  private static final class Places {
    private final Semaphore free;
    private int users;

    private Places(Semaphore free) {
      this.free = free;
    }
  }
}
