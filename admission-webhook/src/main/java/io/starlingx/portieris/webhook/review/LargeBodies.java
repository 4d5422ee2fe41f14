/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Has unusually large bodies taken apart one after the other, whatever they are about: some of them
 * take twenty times their size as long as that lasts, and there is room for one. Safe for use by
 * any number of threads.
 */
public final class LargeBodies {

  /** What hardly any object exceeds, in bytes. */
  public static final int USUAL = 64 * 1024;

  /** Longest wait for those before; most take some tenths of a second, long policies seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Lock turn = new ReentrantLock(true);

  /**
   * What {@code reading} makes of so many bytes.
   *
   * @throws BusyException when its turn does not come soon, or the thread is interrupted
   */
  <T> T read(int bytes, Deadline deadline, Supplier<T> reading) {
    if (bytes <= USUAL) {
      return reading.get();
    }
    if (!isMyTurn(deadline)) {
      throw new BusyException();
    }
    try {
      return reading.get();
    } finally {
      turn.unlock();
    }
  }

  private boolean isMyTurn(Deadline deadline) {
    try {
      return turn.tryLock(deadline.remainingUpTo(PATIENCE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
