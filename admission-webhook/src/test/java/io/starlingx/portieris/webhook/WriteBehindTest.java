/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written while answers go out, and after the last one. */
@Timeout(300)
class WriteBehindTest {

  private final AtomicInteger last = new AtomicInteger();

  @Test
  void writesOnceMoreAtTheEnd() {
    WriteBehind writer = new WriteBehind(() -> {}, last::incrementAndGet);

    writer.close();
    writer.close();

    assertThat(last).hasValue(1);
  }

  @Test
  void writesAgainAfterAFailure() throws InterruptedException {
    CountDownLatch rounds = new CountDownLatch(2);
    try (WriteBehind writer =
        new WriteBehind(
            () -> {
              rounds.countDown();
              throw new IllegalStateException("the store is gone");
            },
            last::incrementAndGet)) {
      assertThat(rounds.await(2, TimeUnit.MINUTES)).isTrue();
      writer.stop();
    }

    assertThat(last).hasValue(1);
  }

  @Test
  void writesTheLastOnlyAfterTheOneUnderWay() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicInteger written = new AtomicInteger();
    WriteBehind writer =
        new WriteBehind(
            () -> {
              begun.countDown();
              try {
                stopped.await();
                written.incrementAndGet();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            () -> last.set(10 + written.get()));
    assertThat(begun.await(2, TimeUnit.MINUTES)).isTrue();

    writer.stop();
    stopped.countDown();
    writer.close();

    assertThat(last).hasValue(11);
  }
}
