/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTimeoutTest {

  @ParameterizedTest
  @CsvSource({
    "10s, PT9S",
    "2s, PT1S",
    "1s, PT0.5S",
    "1500ms, PT0.75S",
    "1m0s, PT29S",
    "30s, PT29S",
    "240h, PT29S",
    "'', PT14S",
    "0s, PT14S",
    "-5s, PT14S",
    "10, PT14S",
    "s, PT14S",
    "5, PT14S",
    "5sm, PT14S",
    "5m s, PT14S",
    "2s500ms, PT1.5S",
    "1ms1m, PT29S",
    "1234567890s, PT14S",
    "999999999h, PT29S",
    "1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s, PT14S",
    "ten seconds, PT14S",
    "99999999999999s, PT14S"
  })
  void leavesTimeForTheWayBack(String parameter, Duration budget) {
    assertThat(RequestTimeout.budget(Optional.of(parameter), Duration.ofSeconds(15)))
        .isEqualTo(budget);
  }
}
