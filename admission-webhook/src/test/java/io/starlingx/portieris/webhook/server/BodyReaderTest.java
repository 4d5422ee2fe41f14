/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.server.BodyReader.RefusedBodyException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

  private static final int MAX = 64 * 1024;

  private final BodyBudget budget = new BodyBudget(MAX);

  @Test
  void giveBackWhatTheyHeld() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(read(20_000)).hasSize(20_000);
    }
  }

  @Test
  void requestsThatSentNothingHoldLittle() throws Exception {
    for (int i = 0; i < 8; i++) {
      assertThat(budget.share().reserve(BodyReader.BLOCK, timeIsUp())).isTrue();
    }
    assertThat(read(10_000)).hasSize(10_000);
  }

  @Test
  void refusesABodyForWhichNoRoomComesFree() throws Exception {
    assertThat(budget.share().reserve(MAX / 2, timeIsUp())).isTrue();

    assertThatThrownBy(() -> read(MAX / 2))
        .isInstanceOfSatisfying(
            RefusedBodyException.class, refused -> assertThat(refused.status).isIn(429, 408));
    assertThat(read(1_000)).hasSize(1_000);
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    BodyBudget wide = new BodyBudget(4 * MAX);
    assertThatThrownBy(
            () ->
                BodyReader.read(
                    new ByteArrayInputStream(new byte[MAX + 1]), MAX, wide.share(), in1s()))
        .isInstanceOfSatisfying(
            RefusedBodyException.class, refused -> assertThat(refused.status).isEqualTo(413));
  }

  private byte[] read(int bytes) throws Exception {
    try (BodyBudget.Share share = budget.share()) {
      return BodyReader.read(new ByteArrayInputStream(new byte[bytes]), MAX, share, in1s());
    }
  }

  private static Deadline in1s() {
    return Deadline.after(Duration.ofSeconds(1));
  }

  private static Deadline timeIsUp() {
    return Deadline.after(Duration.ZERO);
  }
}
