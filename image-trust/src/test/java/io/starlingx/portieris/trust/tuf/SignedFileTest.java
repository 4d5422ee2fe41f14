/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SignedFileTest {

  private static SignedFile parse(int signatures) throws TufException {
    String entry = "{\"keyid\":\"a\",\"method\":\"ecdsa\",\"sig\":\"AA==\"}";
    String entries = String.join(",", Collections.nCopies(signatures, entry));
    return SignedFile.parse(
        "timestamp", ("{\"signed\":{},\"signatures\":[" + entries + "]}").getBytes(UTF_8));
  }

  @Test
  void readsNoMoreSignaturesThanTheLimit() throws TufException {
    assertThat(parse(SignedFile.MAX_SIGNATURES).signatures()).hasSize(SignedFile.MAX_SIGNATURES);
    assertThatExceptionOfType(TufException.class)
        .isThrownBy(() -> parse(SignedFile.MAX_SIGNATURES + 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ReasonCode.TOO_LARGE));
  }
}
