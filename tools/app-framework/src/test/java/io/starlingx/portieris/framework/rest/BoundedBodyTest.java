/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {

  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void readsUpToTheLimit() throws IOException {
    assertThat(body(10, 10, LONG).readAllBytes()).hasSize(10);
  }

  @Test
  void refusesOneByteMore() {
    assertThatThrownBy(() -> body(11, 10, LONG).readAllBytes())
        .isInstanceOfSatisfying(
            RefusedCallException.class, e -> assertThat(e.reply().status()).isEqualTo(413));
    assertThatThrownBy(
            () -> {
              BoundedBody body = body(2, 1, LONG);
              body.read();
              body.read();
            })
        .isInstanceOf(RefusedCallException.class);
  }

  @Test
  void refusesWhatComesTooLate() {
    assertThatThrownBy(() -> body(1, 10, Duration.ofNanos(-1)).readAllBytes())
        .isInstanceOfSatisfying(
            RefusedCallException.class, e -> assertThat(e.reply().status()).isEqualTo(408));
  }

  private static BoundedBody body(int size, long limit, Duration time) {
    return new BoundedBody(new ByteArrayInputStream(new byte[size]), limit, time);
  }
}
