/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Conditions that come true by the work of another process. */
public final class Awaited {

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(20);

  private Awaited() {}

  /** Returns once the condition holds; fails when it never does. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** Like {@link #until(String, BooleanSupplier)}; {@code state} is shown when it never does. */
  public static void until(Supplier<?> state, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited in vain: " + state.get());
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
