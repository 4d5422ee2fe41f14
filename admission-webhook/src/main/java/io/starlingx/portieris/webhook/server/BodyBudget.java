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

  /** Waits for room until the deadline; whether there was any. */
  boolean take(int bytes, Deadline deadline) throws InterruptedException {
    return units.tryAcquire(units(bytes), deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
  }

  void giveBack(int bytes) {
    units.release(units(bytes));
  }

  private static int units(int bytes) {
    return bytes / UNIT + 1;
  }
}
