/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.apache.bzip2.CBZip2OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressionTest {

  private static final int LIMIT = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void unpacksUpToItsLimit(int algorithm) throws Exception {
    byte[] content = content(LIMIT);

    assertThat(unpack(packed(algorithm, content))).isEqualTo(content);
    assertThat(unpack(packed(algorithm, content(1)))).isEqualTo(content(1));
    assertRefused(
        packed(algorithm, content(LIMIT + 1)),
        ReasonCode.TOO_LARGE,
        "decompresses to more than 20000 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void refusesDataThatAreCutShortOrDamaged(int algorithm) throws Exception {
    byte[] packed = packed(algorithm, content(500));
    byte[] damaged = packed.clone();
    Arrays.fill(damaged, 1, damaged.length, (byte) 0xFF);

    assertRefused(
        Arrays.copyOf(packed, packed.length / 2), ReasonCode.MALFORMED, "compressed data are ");
    assertRefused(damaged, ReasonCode.MALFORMED, "compressed data are damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void refusesWhatFollowsTheData(int algorithm) throws Exception {
    byte[] packed = packed(algorithm, content(500));

    assertRefused(
        Arrays.copyOf(packed, packed.length + 1),
        ReasonCode.MALFORMED,
        "something follows the compressed data");
  }

  @Test
  void leavesWhatIsNotCompressedAsItIs() throws Exception {
    assertThat(unpack(new byte[] {0, 1, 2, 3})).isEqualTo(new byte[] {1, 2, 3});
  }

  @Test
  void refusesOtherPackets() {
    assertRefused(new byte[0], ReasonCode.MALFORMED, "an empty compressed packet");
    assertRefused(new byte[] {4, 1}, ReasonCode.MALFORMED, "an unknown compression");
  }

  private static byte[] unpack(byte[] body) throws RefusedSignatureException {
    return new Decompression(LIMIT).content(new Packet(Packet.COMPRESSED, body));
  }

  private static void assertRefused(byte[] body, ReasonCode code, String reason) {
    assertThatThrownBy(() -> unpack(body))
        .isInstanceOfSatisfying(
            RefusedSignatureException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.stage()).isEqualTo(Stage.FORM);
            })
        .hasMessageContaining(reason);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 31 + i / 7);
    }
    return content;
  }

  private static byte[] packed(int algorithm, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(algorithm);
    try (OutputStream packing =
        switch (algorithm) {
          case 1 -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
          case 2 -> new DeflaterOutputStream(out);
          default -> new CBZip2OutputStream(out);
        }) {
      packing.write(content);
    }
    return out.toByteArray();
  }
}
