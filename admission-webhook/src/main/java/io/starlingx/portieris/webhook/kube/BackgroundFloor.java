/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores beside the answer what is seen first of a repository whose root is pinned, or whose rule
 * names its signers, and of which nobody had stored anything a moment before: the pin or the
 * signers' keys say whom to trust, and only what keeps older data out would be lost if this process
 * were killed meanwhile. Whoever else stores something in that moment is compared with afterwards.
 * All else is stored before the answer, and so is this once something could not be stored, until
 * something could.
 */
public final class BackgroundFloor implements VersionFloor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundFloor.class);

  static final int MAX_UNDER_WAY = 64;
  private static final int MAX_REMEMBERED = 1_000;

  /** An older one says nothing: what another replica stores while a trust server dawdles counts. */
  private static final Duration LOOK_AGE = Duration.ofSeconds(1);

  private static final Duration LOOK_PATIENCE = Duration.ofMillis(100);
  private static final Duration END_PATIENCE = Duration.ofSeconds(2);

  private final VersionFloor store;
  private final EntryLook look;
  private final OvertakenAnswers overtaken;
  private final LongSupplier ticker;
  private final Duration lookPatience;
  private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
  private final Set<FloorKey> underWay = ConcurrentHashMap.newKeySet();
  private final Cache<FloorKey, Begun> looks = remembered();
  private final Cache<String, Boolean> failedIndexes = remembered();
  private volatile boolean stores;
  private volatile boolean ending;

  /** A look that is under way or over; it counts until {@code age} is over. */
  private record Begun(Deadline age, Future<Boolean> absence) {}

  /**
   * Takes the place of {@code store}, which is not closed here.
   *
   * @param observer hears when an answer has relied on older data than another replica had stored
   */
  public BackgroundFloor(VersionFloor store, EntryLook look, TrustObserver observer) {
    this(store, look, observer, System::nanoTime, LOOK_PATIENCE);
  }

  /**
   * Takes the place of {@code store}, which is not closed here.
   *
   * @param ticker nanoseconds from an arbitrary origin, which looks age by
   * @param lookPatience how long an answer waits for a look before it waits for the store
   */
  BackgroundFloor(
      VersionFloor store,
      EntryLook look,
      TrustObserver observer,
      LongSupplier ticker,
      Duration lookPatience) {
    this.store = requireNonNull(store, "store");
    this.look = requireNonNull(look, "look");
    this.overtaken = new OvertakenAnswers(store, observer);
    this.ticker = requireNonNull(ticker, "ticker");
    this.lookPatience = requireNonNull(lookPatience, "lookPatience");
  }

  private static <K, V> Cache<K, V> remembered() {
    return Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).executor(Runnable::run).build();
  }

  @Override
  public Reading read(FloorKey key) {
    return store.read(key);
  }

  /** Looks for the entry while the trust server is asked. */
  @Override
  public Reading readToRaise(FloorKey key) {
    return readToRaise(key, key instanceof FloorKey.Pinned);
  }

  private Reading readToRaise(FloorKey key, boolean isKnownWhom) {
    looks.invalidate(key);
    Reading reading = store.readToRaise(key);
    if (isKnownWhom
        && reading instanceof Reading.Unknown
        && mayFollow(key)
        && !look.isToldAbsent(key, LOOK_AGE)) {
      FutureTask<Boolean> absence = new FutureTask<>(() -> look.isAbsent(key));
      looks.put(key, new Begun(Deadline.after(LOOK_AGE, ticker), absence));
      Thread.ofVirtual().name("trust-state-look").start(absence);
    }
    return reading;
  }

  private boolean mayFollow(FloorKey key) {
    return stores && !ending && failedIndexes.getIfPresent(FloorConfigMaps.indexName(key)) == null;
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
    return raise(key, seen, next, () -> {});
  }

  @Override
  public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next, Runnable stored) {
    return raise(new Rise(key, seen, next, stored), key instanceof FloorKey.Pinned);
  }

  /**
   * What is to be stored.
   *
   * @param stored run once it is
   */
  private record Rise(FloorKey key, Optional<Floor> seen, Floor next, Runnable stored) {}

  private Outcome raise(Rise rise, boolean isKnownWhom) {
    FloorKey key = rise.key();
    if (!isKnownWhom || rise.seen().isPresent() || !mayFollow(key) || !isAlone(key)) {
      return storedFirst(rise);
    }
    boolean isStarted = false;
    try {
      Thread.ofVirtual().name("trust-state").start(() -> follow(rise));
      isStarted = true;
    } finally {
      if (!isStarted) {
        ended(key);
      }
    }
    return Outcome.RAISED;
  }

  @Override
  public VersionFloor forKnownSigners() {
    return new VersionFloor() {
      @Override
      public Reading read(FloorKey key) {
        return BackgroundFloor.this.read(key);
      }

      @Override
      public Reading readToRaise(FloorKey key) {
        return BackgroundFloor.this.readToRaise(key, true);
      }

      @Override
      public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
        return raise(key, seen, next, () -> {});
      }

      @Override
      public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next, Runnable stored) {
        return BackgroundFloor.this.raise(new Rise(key, seen, next, stored), true);
      }
    };
  }

  /** Whether nobody has stored anything, or is about to, and there is room to be ahead of it. */
  private boolean isAlone(FloorKey key) {
    if (!underWay.add(key)) {
      return false;
    }
    boolean isAlone = isAbsent(key) && room.tryAcquire();
    if (!isAlone) {
      underWay.remove(key);
    }
    return isAlone;
  }

  /**
   * Whether there is nothing: by a look that is over, else as is told, else by waiting for it. What
   * is told to be there is, whatever a look has found.
   */
  private boolean isAbsent(FloorKey key) {
    Begun begun = looks.asMap().remove(key);
    if (begun == null || begun.age().isOver()) {
      return look.isToldAbsent(key, LOOK_AGE);
    }
    boolean isOver = begun.absence().isDone();
    return (!isOver && look.isToldAbsent(key, LOOK_AGE))
        || (hasFoundNothing(begun) && !look.isTold(key));
  }

  private boolean hasFoundNothing(Begun look) {
    try {
      return look.absence().get(lookPatience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false; // the store says what is the matter
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What was looked for before is not absent any more. */
  private void ended(FloorKey key) {
    looks.invalidate(key);
    underWay.remove(key);
    room.release();
  }

  /** Whoever has looked before is not ahead of it. */
  private Outcome storedFirst(Rise rise) {
    FloorKey key = rise.key();
    boolean isFirst = rise.seen().isEmpty() && underWay.add(key);
    try {
      return stored(rise);
    } finally {
      if (isFirst) {
        looks.invalidate(key);
        underWay.remove(key);
      }
    }
  }

  private Outcome stored(Rise rise) {
    FloorKey key = rise.key();
    Outcome outcome = store.raise(key, rise.seen(), rise.next(), rise.stored());
    if (outcome == Outcome.FAILED) {
      notStored(key);
    } else if (outcome == Outcome.RAISED && rise.seen().isEmpty()) {
      stores = true;
      failedIndexes.invalidate(FloorConfigMaps.indexName(key));
    }
    return outcome;
  }

  private void follow(Rise rise) {
    FloorKey key = rise.key();
    try {
      switch (stored(rise)) {
        case RAISED -> {}
        case CHANGED -> overtaken.compare(key, rise.next()).ifPresent(union -> raise(key, union));
        case FAILED -> OvertakenAnswers.tellOfNothingStored(key);
      }
    } catch (RuntimeException e) {
      notStored(key);
      LOG.error("storing trust state of {} ended by a defect", key.gun(), e);
    } finally {
      ended(key);
    }
  }

  private void raise(FloorKey key, OvertakenAnswers.Union union) {
    Rise rise = new Rise(key, Optional.of(union.theirs()), union.both(), () -> {});
    if (stored(rise) != Outcome.RAISED) {
      OvertakenAnswers.tellOfNothingStored(key);
    }
  }

  /** Whoever was interrupted knows nothing about the store. */
  private void notStored(FloorKey key) {
    if (!Thread.currentThread().isInterrupted()) {
      stores = false;
      failedIndexes.put(FloorConfigMaps.indexName(key), true);
    }
  }

  /** Waits, for some seconds, until all is stored that was answered; from then on answers wait. */
  @Override
  public void close() {
    ending = true;
    try {
      if (!room.tryAcquire(MAX_UNDER_WAY, END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
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
