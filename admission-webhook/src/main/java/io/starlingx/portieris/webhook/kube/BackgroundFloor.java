/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores beside the answer what is seen first of a repository whose root is pinned: its pin says
 * whom to trust, so only the versions would be lost if this process were killed meanwhile. All else
 * is stored before the answer, and so is this once something could not be stored, until something
 * could. Nothing is tried again: what is not stored is verified anew within {@code
 * trust.freshness}.
 */
public final class BackgroundFloor implements VersionFloor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundFloor.class);

  static final int MAX_UNDER_WAY = 64;
  private static final int MAX_REMEMBERED = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final VersionFloor store;
  private final TrustObserver observer;
  private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
  private final Cache<FloorKey, Boolean> failed =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build();
  private volatile boolean stores;

  /**
   * Takes the place of {@code store}, which is not closed here.
   *
   * @param observer hears when an answer has relied on older data than another replica had stored
   */
  public BackgroundFloor(VersionFloor store, TrustObserver observer) {
    this.store = requireNonNull(store, "store");
    this.observer = requireNonNull(observer, "observer");
  }

  @Override
  public Reading read(FloorKey key) {
    return store.read(key);
  }

  @Override
  public Reading readToRaise(FloorKey key) {
    return store.readToRaise(key);
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    boolean mayFollow =
        seen.isEmpty()
            && key instanceof FloorKey.Pinned
            && stores
            && failed.getIfPresent(key) == null
            && room.tryAcquire();
    if (!mayFollow) {
      return stored(key, seen, next);
    }
    boolean isStarted = false;
    try {
      Thread.ofVirtual().name("trust-state").start(() -> follow(key, next));
      isStarted = true;
    } finally {
      if (!isStarted) {
        room.release();
      }
    }
    return Outcome.RAISED;
  }

  private Outcome stored(FloorKey key, Optional<Floor> seen, Floor next) {
    Outcome outcome = store.raise(key, seen, next);
    if (outcome == Outcome.FAILED) {
      notStored(key);
    } else if (outcome == Outcome.RAISED) {
      stores = true;
      failed.invalidate(key);
    }
    return outcome;
  }

  private void follow(FloorKey key, Floor next) {
    try {
      if (stored(key, Optional.empty(), next) == Outcome.CHANGED) {
        compare(key, next);
      }
    } catch (RuntimeException e) {
      notStored(key);
      LOG.error("trust state of {} was not stored", key.gun(), e);
    } finally {
      room.release();
    }
  }

  /**
   * Leaves what another replica has stored as it is: the next look at the server goes on from it.
   */
  private void compare(FloorKey key, Floor next) {
    switch (store.read(key)) {
      case Reading.Known(Floor theirs) when next.contradicts(theirs) ->
          tell(ReasonCode.EQUIVOCATION, key, "whose versions say something else");
      case Reading.Known(Floor theirs) when !next.isAtLeast(theirs) ->
          tell(ReasonCode.ROLLBACK, key, "which are newer: published at this moment, or held back");
      case Reading.Known known -> {}
      case Reading.Failed(String message) -> {
        notStored(key);
        LOG.error("{}", message);
      }
      case Reading.Unknown unknown -> {} // somebody had it forgotten meanwhile
      case Reading.Lost lost -> {}
    }
  }

  private void tell(ReasonCode code, FloorKey key, String what) {
    LOG.error(
        "{} for {}: an image was decided although another replica had accepted trust data {}",
        code,
        key.gun(),
        what);
    observer.alarm(code, key.gun());
  }

  private void notStored(FloorKey key) {
    stores = false;
    failed.put(key, true);
  }

  /**
   * Waits until all is stored that was answered, or for some seconds; no answer is ahead of it any
   * more.
   */
  @Override
  public void close() {
    try {
      if (!room.tryAcquire(MAX_UNDER_WAY, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("stopped before all trust state was stored");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until all is stored that was answered. */
  void settle() throws InterruptedException {
    room.acquire(MAX_UNDER_WAY);
    room.release(MAX_UNDER_WAY);
  }
}
