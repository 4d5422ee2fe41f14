/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoundsTest {

  private static final Duration SOON = Duration.ofMillis(1);

  private final Rounds rounds = new Rounds();

  @AfterEach
  void close() {
    rounds.close();
  }

  @Test
  void workThatFailsIsDoneAgain() throws InterruptedException {
    CountDownLatch thrice = new CountDownLatch(3);

    rounds.later(
        SOON,
        () -> {
          thrice.countDown();
          throw new IllegalStateException("on purpose");
        });

    thrice.await();
  }

  @Test
  void workThatWaitsHoldsUpNoOther() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(2);

    rounds.now(SOON, () -> waitForever(begun));
    begun.await();
    rounds.now(SOON, others::countDown);

    others.await();
  }

  @Test
  void whatWaitsEndsWhenTheWebhookStops() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    rounds.now(
        SOON,
        () -> {
          waitForever(begun);
          ended.countDown();
        });
    begun.await();

    rounds.close();

    ended.await();
  }

  private static void waitForever(CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
