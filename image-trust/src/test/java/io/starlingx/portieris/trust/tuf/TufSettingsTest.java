/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TufSettingsTest {

  @Test
  void refusesNegativeAges() {
    Duration negative = Duration.ofSeconds(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> new TufSettings(negative, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new TufSettings(Duration.ZERO, negative));
  }
}
