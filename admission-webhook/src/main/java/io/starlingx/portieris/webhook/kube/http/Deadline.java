/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By when a request must have been answered.
 *
 * @param start and {@code limitMillis}: of the system's nanosecond clock, 0 for no limit
 */
record Deadline(long start, long limitMillis) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** From now on; null or 0 for none. */
  static Deadline of(@Nullable Duration limit) {
    return new Deadline(System.nanoTime(), limit == null ? 0 : Math.max(0, limit.toMillis()));
  }

  boolean isOver() {
    return limitMillis > 0 && left() <= 0;
  }

  /**
   * What is left, in the form that sockets take: 0 for ever.
   *
   * @param most if that is less; null or 0 for no such limit
   * @throws SocketTimeoutException when nothing is left
   */
  int millis(@Nullable Duration most) throws SocketTimeoutException {
    long patience = most == null ? 0 : most.toMillis();
    if (limitMillis == 0) {
      return Math.clamp(patience, 0, Integer.MAX_VALUE);
    }
    long left = left(); // read once: a later look might find nothing left, which would be for ever
    if (left <= 0) {
      throw new SocketTimeoutException("not answered within " + limitMillis + " ms");
    }
    return Math.clamp(patience > 0 ? Math.min(patience, left) : left, 1, Integer.MAX_VALUE);
  }

  private long left() {
    return limitMillis - (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
