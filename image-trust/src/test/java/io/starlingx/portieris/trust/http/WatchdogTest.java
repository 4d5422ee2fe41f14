/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void watchesOverAnExchangeThatBeginsWhileItSleeps() throws Exception {
    Set<Thread> others = threads();
    try (Watchdog watchdog = new Watchdog()) {
      Set<Thread> own = threads();
      own.removeAll(others);
      awaitSleepOf(own.iterator().next());

      assertThat(isClosed(watchdog, SHORT)).isTrue();
    }
  }

  @Test
  void goesOnThoughClosingAConnectionFailsInAnUnexpectedWay() throws Exception {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch failed = new CountDownLatch(1);
      try (Watchdog.Guard broken = watchdog.guard(Deadline.after(SHORT))) {
        broken.watch(
            () -> {
              failed.countDown();
              throw new IllegalStateException("a defect");
            });
        failed.await();

        assertThat(isClosed(watchdog, SHORT)).isTrue();
      }
    }
  }

  @Test
  void leavesAConnectionAloneWhoseExchangeHasEnded() throws Exception {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch closed = new CountDownLatch(1);
      Watchdog.Guard ended = watchdog.guard(Deadline.after(SHORT));
      ended.watch(closed::countDown);
      ended.close();

      assertThat(isClosed(watchdog, SHORT.multipliedBy(2))).isTrue();
      assertThat(closed.getCount()).isOne();
    }
  }

  @Test
  void tellsSilenceFromTheDeadlineAndForgetsItWithTheConnection() throws Exception {
    try (Watchdog watchdog = new Watchdog();
        Watchdog.Guard guard = watchdog.guard(Deadline.after(LONG))) {
      CountDownLatch closed = new CountDownLatch(1);
      guard.watch(closed::countDown);
      guard.expectWithin(SHORT);
      closed.await();

      assertThat(guard.isSilent()).isTrue();
      assertThat(guard.isExpired()).isFalse();

      guard.watch(() -> {});

      assertThat(guard.isSilent()).isFalse();
    }
  }

  private static boolean isClosed(Watchdog watchdog, Duration deadline)
      throws IOException, InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    try (Watchdog.Guard guard = watchdog.guard(Deadline.after(deadline))) {
      guard.watch(closed::countDown);
      closed.await();
      return guard.isExpired();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("http-deadline"))
        .collect(Collectors.toSet());
  }

  /** Between two looks it waits for a time only. */
  private static void awaitSleepOf(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(Watchdog.TICK);
    }
  }
}
