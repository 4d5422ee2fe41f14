/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Measures how much heap one cached repository takes: the captured one, three delegations and ten
 * tags, once per trust server of another name. Run with a fixed heap and the serial collector.
 */
public final class CachedRepositories {

  private static final int FEW = 100;
  private static final int MANY = 1100;

  private CachedRepositories() {}

  /** Prints the figure. */
  public static void main(String[] arguments) throws IOException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      TrustEngine engine = new TrustEngine(new CapturedServer(), executor, Duration.ofMinutes(5));
      decide(engine, 0, FEW);
      long before = usedHeap();
      decide(engine, FEW, MANY);
      long after = usedHeap();
      decide(engine, 0, 1); // keeps the engine alive
      System.out.printf(
          "%d bytes of heap per cached repository, over %d repositories%n",
          (after - before) / (MANY - FEW), MANY - FEW);
    }
  }

  private static void decide(TrustEngine engine, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      engine.decide(TrustEngine.query("v2", "https://n" + i + ".example.com"));
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
