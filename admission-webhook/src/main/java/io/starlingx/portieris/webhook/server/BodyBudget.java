/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.starlingx.portieris.trust.http.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the memory that request bodies take at the same time, however many clients send them. */
final class BodyBudget {

  private static final int UNIT = 1024;

  private final Semaphore units;

  BodyBudget(int bytes) {
    this.units = new Semaphore(bytes / UNIT, true);
  }

  /** The share of one request: nothing yet, given back when closed. For one thread. */
  Share share() {
    return new Share();
  }

  /** What one request holds: as much as it has sent, whatever it announces. */
  final class Share implements AutoCloseable {
    private int held;

    private Share() {}

    /** Waits until the deadline for room for so many bytes in all; whether there was any. */
    boolean reserve(int bytes, Deadline deadline) throws InterruptedException {
      int missing = bytes / UNIT + 1 - held;
      if (missing > 0
          && !units.tryAcquire(missing, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      held += Math.max(missing, 0);
      return true;
    }

    @Override
    public void close() {
      units.release(held);
    }
  }
}
