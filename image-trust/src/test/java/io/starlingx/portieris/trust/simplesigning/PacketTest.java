/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to frame a packet, and what is no frame. */
class PacketTest {

  @ParameterizedTest
  @CsvSource({
    "88 02 AABB, 2, AABB",
    "89 0002 AABB, 2, AABB",
    "8A 00000002 AABB, 2, AABB",
    "A3 AABBCC, 8, AABBCC",
    "C2 02 AABB, 2, AABB",
    "C2 FF00000002 AABB, 2, AABB",
    "CB E1 AABB 01 CC, 11, AABBCC",
    "C8 E0 AA E0 BB 00, 8, AABB",
    "CB E0 AA FF00000001 BB, 11, AABB",
    "C2 00, 2, ''",
  })
  void readsEveryFrame(String hex, int tag, String body) throws Exception {
    assertThat(Packet.all(bytes(hex), 1))
        .singleElement()
        .satisfies(
            packet -> {
              assertThat(packet.tag()).isEqualTo(tag);
              assertThat(packet.body()).isEqualTo(bytes(body));
            });
  }

  @ParameterizedTest
  @CsvSource({"191, 1", "192, 2", "193, 2", "447, 2", "448, 2", "8383, 2"})
  void readsLengthsOfOneAndTwoOctets(int length, int octets) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xC2);
    if (octets == 1) {
      out.write(length);
    } else {
      out.write(((length - 192) >> 8) + 192);
      out.write((length - 192) & 0xFF);
    }
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 7);
    out.writeBytes(body);

    assertThat(Packet.all(out.toByteArray(), 1).getFirst().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "7F 00, not an OpenPGP packet",
    "00, not an OpenPGP packet",
    "8B AA, a packet of indeterminate length",
    "C2 E0 AA 00, a packet in parts that must be whole",
    "C2, an OpenPGP packet is cut short",
    "C2 02 AA, an OpenPGP packet is cut short",
    "89 00, an OpenPGP packet is cut short",
    "C2 FFFFFFFFFF AA, an OpenPGP packet is cut short",
    "8A FFFFFFFF AA, an OpenPGP packet is cut short",
    "CB FE AA, an OpenPGP packet is cut short",
    "CB E0 AA, an OpenPGP packet is cut short",
    "C2 C0, an OpenPGP packet is cut short",
    "C200 C200, more than 1 OpenPGP packets",
  })
  void refusesAnythingElse(String hex, String reason) {
    assertThatThrownBy(() -> Packet.all(bytes(hex), 1))
        .isInstanceOf(RefusedSignatureException.class)
        .hasMessage(reason);
  }

  @Test
  void readsOneAfterTheOther() throws Exception {
    assertThat(Packet.all(bytes("C201AA 8801BB"), 2))
        .extracting(Packet::version)
        .containsExactly(0xAA, 0xBB);
    assertThat(Packet.all(new byte[0], 0)).isEmpty();
    assertThat(new Packet(2, new byte[0]).version()).isZero();
  }

  @Property
  void writesWhatItReads(@ForAll @IntRange(max = 63) int tag, @ForAll @Size(max = 600) byte[] body)
      throws Exception {
    Packet again = Packet.all(new Packet(tag, body).encoded(), 1).getFirst();

    assertThat(again.tag()).isEqualTo(tag);
    assertThat(again.body()).isEqualTo(body);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
