/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

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

  private final Lock turn = new ReentrantLock(true);

  /** What {@code reading}, which waits for nobody, makes of so many bytes. */
  <T> T read(int bytes, Supplier<T> reading) {
    if (bytes <= USUAL) {
      return reading.get();
    }
    turn.lock();
    try {
      return reading.get();
    } finally {
      turn.unlock();
    }
  }
}
