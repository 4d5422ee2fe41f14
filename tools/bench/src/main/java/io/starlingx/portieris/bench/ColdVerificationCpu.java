/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Measures how much CPU time one cold verification takes after warm-up: root, timestamp, snapshot,
 * targets and the release role of the captured repository, nothing kept from before. The time is
 * that of the whole process, garbage collection and compilation included, so that other programs on
 * the machine do not count.
 */
public final class ColdVerificationCpu {

  private static final int WARM_UP = 3_000;
  private static final int ROUNDS = 25;
  private static final int PER_ROUND = 100;

  private ColdVerificationCpu() {}

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CapturedServer server = new CapturedServer();
      verify(server, executor, WARM_UP);
      long[] nanos = new long[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        nanos[round] = verify(server, executor, PER_ROUND) / PER_ROUND;
      }
      Arrays.sort(nanos);
      System.out.printf(
          "CPU per cold verification, %d rounds of %d: median %.2f ms, least %.2f ms, most %.2f ms%n",
          ROUNDS, PER_ROUND, nanos[ROUNDS / 2] / 1e6, nanos[0] / 1e6, nanos[ROUNDS - 1] / 1e6);
    }
  }

  private static long verify(CapturedServer server, ExecutorService executor, int times)
      throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long before = system.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      new TrustEngine(server, executor, Duration.ZERO)
          .decide(TrustEngine.query("v2", "https://notary.example.com"));
    }
    return system.getProcessCpuTime() - before;
  }
}
