/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SignerThresholdTest {

  @Test
  void allMeansEveryoneAndANumberMeansThatMany() {
    assertThat(SignerThreshold.ALL.outOf(3)).isEqualTo(3);
    assertThat(SignerThreshold.atLeast(1).outOf(3)).isEqualTo(1);
    assertThat(SignerThreshold.atLeast(2).outOf(3)).isEqualTo(2);
  }

  @Test
  void nobodyIsNoThreshold() {
    assertThatThrownBy(() -> SignerThreshold.atLeast(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
