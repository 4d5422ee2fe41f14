/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment by which an answer must be there. It is made once, from the request, and handed down
 * to every wait, so that the sum of all waits cannot exceed it. Measured by a monotonic ticker:
 * setting the wall clock does not move it.
 *
 * @param atNanos reading of {@code ticker} at which time is up
 * @param ticker nanoseconds from an arbitrary origin, as {@link System#nanoTime()}
 */
public record Deadline(long atNanos, LongSupplier ticker) {

  public Deadline {
    requireNonNull(ticker, "ticker");
  }

  /** A deadline this far from now. */
  public static Deadline after(Duration time) {
    return after(time, System::nanoTime);
  }

  /** A deadline this far from what {@code ticker} reads now. */
  public static Deadline after(Duration time, LongSupplier ticker) {
    return new Deadline(ticker.getAsLong() + time.toNanos(), ticker);
  }

  /** Time left, zero when it is up. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - ticker.getAsLong()));
  }

  /** The shorter of the time left and {@code limit}. */
  public Duration remainingUpTo(Duration limit) {
    Duration left = remaining();
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /** Whether time is up. */
  public boolean isOver() {
    return remaining().isZero();
  }
}
