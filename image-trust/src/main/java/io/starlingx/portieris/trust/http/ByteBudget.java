/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of answers one verification may still read, over all its requests and servers.
 * Requests that run side by side may each read what is left.
 */
public final class ByteBudget {

  /** What one verification may read, in bytes. */
  public static final int VERIFICATION = 8 << 20;

  private final AtomicLong left;

  /** A budget of this many bytes. */
  public ByteBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** The smaller of {@code wanted} and what is left. */
  int upTo(int wanted) {
    return (int) Math.clamp(left.get(), 0L, (long) wanted);
  }

  void spend(long bytes) {
    left.addAndGet(-bytes);
  }
}
