/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeBodiesTest {

  private static final int LARGE = LargeBodies.USUAL + 1;

  private final LargeBodies bodies = new LargeBodies();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch isBeingRead = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  @AfterEach
  void stop() {
    mayGoOn.countDown();
    executor.close();
  }

  @Test
  void readsUsualBodiesWhileALargeOneIsRead() throws Exception {
    Future<String> large = startLarge();

    assertThat(bodies.read(LargeBodies.USUAL, patiently(), () -> "usual")).isEqualTo("usual");

    assertThat(large.isDone()).isFalse();
  }

  @Test
  void readsOneLargeBodyAtATime() throws Exception {
    Future<String> first = startLarge();
    Future<Long> second = executor.submit(() -> bodies.read(LARGE, patiently(), mayGoOn::getCount));

    assertThat(second).failsWithin(50, TimeUnit.MILLISECONDS);
    mayGoOn.countDown();

    assertThat(first).succeedsWithin(1, TimeUnit.MINUTES).isEqualTo("large");
    assertThat(second).succeedsWithin(1, TimeUnit.MINUTES).isEqualTo(0L);
  }

  @Test
  void goesOnAfterALargeBodyThatCannotBeRead() {
    assertThatThrownBy(
            () ->
                bodies.read(
                    LARGE,
                    patiently(),
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");

    assertThat(bodies.read(LARGE, patiently(), () -> "next")).isEqualTo("next");
  }

  @Test
  void refusesALargeBodyWhoseTurnDoesNotComeByTheDeadline() throws Exception {
    Future<String> large = startLarge();

    assertThatThrownBy(() -> bodies.read(LARGE, Deadline.after(Duration.ofMillis(1)), () -> "late"))
        .isInstanceOf(BusyException.class);
    assertThat(large.isDone()).isFalse();
  }

  @Test
  void waitsNoLongerForItsTurnWhenItIsInterrupted() throws Exception {
    Future<String> large = startLarge();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> bodies.read(LARGE, patiently(), () -> "late"))
        .isInstanceOf(BusyException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(large.isDone()).isFalse();
  }

  private static Deadline patiently() {
    return Deadline.after(Duration.ofMinutes(2));
  }

  private Future<String> startLarge() throws InterruptedException {
    Future<String> large =
        executor.submit(
            () ->
                bodies.read(
                    LARGE,
                    patiently(),
                    () -> {
                      isBeingRead.countDown();
                      await(mayGoOn);
                      return "large";
                    }));
    isBeingRead.await();
    return large;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
