/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import io.starlingx.portieris.testbed.process.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Conditions that come true by the work of others. */
final class Await {

  private static final Duration STEP = Duration.ofMillis(10);

  private Await() {}

  /**
   * Returns once a condition holds.
   *
   * @throws IOException when it does not within {@code limit}
   */
  static void until(String what, Duration limit, Probe condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    @Nullable IOException last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.isReady()) {
          return;
        }
      } catch (IOException e) {
        last = e;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    throw new IOException("waited " + limit.toSeconds() + " s in vain: " + what, last);
  }
}
