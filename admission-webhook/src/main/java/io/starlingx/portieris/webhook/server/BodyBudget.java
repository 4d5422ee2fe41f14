/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.LargeBodies;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The memory that request bodies share, and with it the number of requests that are decided at the
 * same time: each holds its body's share until it is answered. Whoever finds no room waits for a
 * moment, with a bounded number of others. Bodies that arrive slowly make room for those who wait,
 * and unusually large ones leave the greater part of the memory to the others.
 */
final class BodyBudget {

  /** Longest wait for room; less than a body may stay unread. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  /** A body that is not complete by then may be dropped: the API server sends at once. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** In bytes; what is larger shares a part of the memory. */
  static final int USUAL = LargeBodies.USUAL;

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int MAX_WAITING = 1_000;
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final Semaphore beyondUsual;
  private final LongSupplier ticker;
  private final Set<Share> arriving = new LinkedHashSet<>(); // the longest first; its own guard

  /**
   * A budget for the life of the server.
   *
   * @param bytes in all
   * @param beyondUsual of those, for what bodies hold beyond {@link #USUAL}
   * @param ticker nanoseconds from an arbitrary origin
   */
  BodyBudget(int bytes, int beyondUsual, LongSupplier ticker) {
    this.units = new Semaphore(bytes / UNIT, true);
    this.beyondUsual = new Semaphore(beyondUsual / UNIT, true);
    this.ticker = requireNonNull(ticker, "ticker");
  }

  /**
   * The share of one request whose body begins to arrive now, to the calling thread: nothing yet,
   * given back when closed.
   */
  Share share() {
    Share share = new Share(Thread.currentThread(), ticker.getAsLong());
    synchronized (arriving) {
      arriving.add(share);
    }
    return share;
  }

  /** What one request holds: as much as it has sent, whatever it announces. */
  final class Share implements AutoCloseable {
    private final Thread reader;
    private final long since;
    private int held;
    private int heldBeyondUsual;
    private Optional<Deadline> patience = Optional.empty();
    private boolean dropped;

    private Share(Thread reader, long since) {
      this.reader = reader;
      this.since = since;
    }

    /** Waits, never longer than the deadline, for room for so many bytes in all. */
    boolean reserve(int bytes, Deadline deadline) throws InterruptedException {
      int wanted = bytes / UNIT + 1;
      int beyond = Math.max(wanted - USUAL / UNIT - heldBeyondUsual, 0);
      if (!acquire(beyondUsual, beyond, deadline)) {
        return false;
      }
      heldBeyondUsual += beyond;
      int missing = Math.max(wanted - held, 0);
      if (!acquire(units, missing, deadline)) {
        return false;
      }
      synchronized (arriving) {
        held += missing;
      }
      return true;
    }

    private boolean acquire(Semaphore room, int missing, Deadline deadline)
        throws InterruptedException {
      if (missing == 0 || room.tryAcquire(missing)) {
        return true;
      }
      if (room.getQueueLength() >= MAX_WAITING) {
        return false;
      }
      // One patience for the whole body, however many parts of it have to wait.
      Deadline end = patience.orElseGet(() -> Deadline.after(deadline.remainingUpTo(PATIENCE)));
      patience = Optional.of(end);
      while (!end.isOver()) {
        dropSlowest();
        if (room.tryAcquire(missing, end.remainingUpTo(STEP).toNanos(), TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
      return false;
    }

    /** The body is complete: from here on it is not dropped. */
    void arrived() {
      synchronized (arriving) {
        arriving.remove(this);
        if (dropped) {
          Thread.interrupted(); // came too late
        }
      }
    }

    /** Whether the body was dropped because it arrived slowly while others waited. */
    boolean isDropped() {
      synchronized (arriving) {
        return dropped;
      }
    }

    @Override
    public void close() {
      arrived();
      units.release(held);
      held = 0;
      beyondUsual.release(heldBeyondUsual);
      heldBeyondUsual = 0;
    }
  }

  private void dropSlowest() {
    synchronized (arriving) {
      Optional<Share> slowest =
          arriving.stream()
              .filter(share -> share.held > 0) // who only waits for room is not slow
              .filter(share -> share.reader != Thread.currentThread())
              .findFirst()
              .filter(share -> ticker.getAsLong() - share.since >= SLOW.toNanos());
      slowest.ifPresent(
          share -> {
            arriving.remove(share);
            share.dropped = true;
            share.reader.interrupt();
          });
    }
  }
}
