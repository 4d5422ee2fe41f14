/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What a signature vouches for, before anybody has looked at who made it. */
class PayloadFuzzTest {

  @FuzzTest(maxDuration = "2s")
  void isReadOrRefused(byte[] content) {
    try {
      assertThat(Payload.parse(content)).isNotNull();
    } catch (RefusedSignatureException e) {
      assertThat(e.reason()).isNotNull();
    }
  }
}
