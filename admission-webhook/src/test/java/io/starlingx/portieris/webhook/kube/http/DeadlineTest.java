/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private static final long LIMIT_NANOS = Duration.ofMillis(100).toNanos();

  @Test
  void givesTheSmallerOfWhatIsLeftAndWhatIsAllowed() throws SocketTimeoutException {
    assertThat(Deadline.of(Duration.ofDays(1)).millis(Duration.ofSeconds(3))).isEqualTo(3_000);
    assertThat(Deadline.of(Duration.ofSeconds(60)).millis(Duration.ofDays(1))).isBetween(1, 60_000);
    assertThat(Deadline.of(Duration.ofSeconds(60)).millis(null)).isBetween(1, 60_000);
  }

  @Test
  void isForEverOnlyWithoutALimit() throws SocketTimeoutException {
    assertThat(Deadline.of(null).millis(null)).isZero();
    assertThat(Deadline.of(Duration.ZERO).millis(Duration.ofSeconds(3))).isEqualTo(3_000);
  }

  @Test
  void isOverOnceNothingIsLeft() {
    Deadline over = new Deadline(System.nanoTime() - LIMIT_NANOS, 100);

    assertThat(over.isOver()).isTrue();
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> over.millis(null))
        .withMessage("not answered within 100 ms");
  }

  /** Nought would be taken for ever by a socket. */
  @Test
  void isNeverForEverWhenItPassesDuringTheLook() {
    for (int nanos = 0; nanos < 20_000; nanos++) {
      Deadline passing = new Deadline(System.nanoTime() - LIMIT_NANOS + nanos / 10, 100);
      try {
        assertThat(passing.millis(null)).isPositive();
      } catch (SocketTimeoutException e) {
        assertThat(passing.isOver()).isTrue();
      }
    }
  }
}
