/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken for a signed message, by changes to one that gpg made. */
class SignedMessageTest {

  private static final Keyring KEYS = SimpleFixtures.keyring("alice.pub.asc");

  private final List<Packet> packets = packets();

  @Test
  void acceptsTheMessageInItsOtherForms() {
    Packet onePass = packets.get(0);
    Packet literal = packets.get(1);
    Packet signature = packets.get(2);

    assertAccepted(message(onePass, literal, signature));
    assertAccepted(message(signature, literal));
    assertAccepted(message(compressed(0, message(onePass, literal, signature))));
    assertAccepted(joined("\0simple-signing\n".getBytes(US_ASCII), message(signature, literal)));
    assertAccepted(joined(onePass.encoded(), inParts(literal), signature.encoded()));
  }

  @Test
  void rejectsAnyOtherNumberOrOrderOfPackets() {
    Packet onePass = packets.get(0);
    Packet literal = packets.get(1);
    Packet signature = packets.get(2);

    assertRefused(message(onePass, onePass, literal, signature, signature), ReasonCode.MALFORMED);
    assertRefused(message(signature, signature, literal), ReasonCode.MALFORMED);
    assertRefused(message(onePass, literal, signature, literal), ReasonCode.MALFORMED);
    assertRefused(message(onePass, literal, literal, signature), ReasonCode.MALFORMED);
    assertRefused(message(literal, signature), ReasonCode.MALFORMED);
    assertRefused(message(signature), ReasonCode.MALFORMED);
    assertRefused(new byte[0], ReasonCode.MALFORMED);
  }

  @Test
  void rejectsCompressionWithinCompression() {
    byte[] once = message(compressed(0, message(packets.toArray(Packet[]::new))));

    assertRefused(message(compressed(0, once)), ReasonCode.MALFORMED);
  }

  /** Version, type, hash and key algorithm, and that no other announcement follows. */
  @ParameterizedTest
  @CsvSource({"0, 4", "1, 1", "2, 8", "3, 22", "12, 0"})
  void rejectsAnAnnouncementOfAnotherSignature(int at, int value) {
    byte[] body = packets.get(0).body().clone();
    assertThat(body[at]).isNotEqualTo((byte) value);
    body[at] = (byte) value;

    assertRefused(announced(body), "the announced signature is not the one that follows");
  }

  @Test
  void rejectsAnAnnouncementOfAnotherLength() {
    byte[] body = packets.get(0).body();

    assertRefused(announced(Arrays.copyOf(body, 12)), "the announced signature is not");
    assertRefused(announced(Arrays.copyOf(body, 14)), "the announced signature is not");
    assertRefused(
        message(
            packets.get(0),
            packets.get(1),
            new Packet(Packet.SIGNATURE, Arrays.copyOf(packets.get(2).body(), 4))),
        "the announced signature is not");
  }

  @Test
  void rejectsALiteralThatIsCutShort() {
    for (byte[] body : new byte[][] {{}, {'b'}, {'b', 0, 0, 0, 0}, {'b', 3, 'a', 0, 0, 0, 0}}) {
      assertRefused(
          message(packets.get(2), new Packet(Packet.LITERAL, body)),
          "a literal packet is cut short");
    }
    assertRefused(
        message(packets.get(2), new Packet(Packet.LITERAL, new byte[] {'b', 0, 0, 0, 0, 0})),
        ReasonCode.BAD_SIGNATURE);
  }

  @Test
  void readsContentAndBlobsOfExactlyTheirLimits() throws Exception {
    byte[] literal = new byte[2 + 1 + 4 + SignedMessage.MAX_PAYLOAD];
    literal[1] = 1;
    byte[] blob = message(packets.get(2), new Packet(Packet.LITERAL, literal));

    assertThat(SignedMessage.parse(blob).payload()).hasSize(SignedMessage.MAX_PAYLOAD);
    assertRefused(new byte[SignedMessage.MAX_BLOB], ReasonCode.MALFORMED);
  }

  @Test
  void rejectsASignatureOfAnotherClassOrVersion() {
    byte[] text = packets.get(2).body().clone();
    text[1] = 1;
    byte[] newer = packets.get(2).body().clone();
    newer[0] = 6;

    assertRefused(
        message(new Packet(Packet.SIGNATURE, text), packets.get(1)), ReasonCode.MALFORMED);
    assertRefused(
        message(new Packet(Packet.SIGNATURE, newer), packets.get(1)), ReasonCode.UNSUPPORTED);
  }

  @Test
  void rejectsContentThatIsTooLong() {
    byte[] literal = new byte[6 + SignedMessage.MAX_PAYLOAD + 1];
    literal[0] = 'b';

    assertRefused(
        message(packets.get(2), new Packet(Packet.LITERAL, literal)), ReasonCode.TOO_LARGE);
    assertRefused(new byte[SignedMessage.MAX_BLOB + 1], ReasonCode.TOO_LARGE);
  }

  @Test
  void rejectsASignatureOfAnotherFormat() {
    assertRefused("\0sigstore-json\n{}".getBytes(US_ASCII), ReasonCode.UNSUPPORTED);
  }

  @Test
  void rejectsOneChangedBitAnywhereInTheContent() {
    byte[] body = packets.get(1).body().clone();
    body[body.length - 1] ^= 1;

    assertRefused(
        message(packets.get(2), new Packet(Packet.LITERAL, body)), ReasonCode.BAD_SIGNATURE);
  }

  private byte[] announced(byte[] onePass) {
    return message(new Packet(Packet.ONE_PASS_SIGNATURE, onePass), packets.get(1), packets.get(2));
  }

  private static void assertRefused(byte[] blob, String reason) {
    assertThatThrownBy(() -> SignedMessage.parse(blob))
        .isInstanceOf(RefusedSignatureException.class)
        .hasMessageContaining(reason);
  }

  private static List<Packet> packets() {
    try {
      return Packet.all(SimpleFixtures.signature("ok-nocompress"), 3);
    } catch (RefusedSignatureException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Packet compressed(int algorithm, byte[] content) {
    return new Packet(Packet.COMPRESSED, joined(new byte[] {(byte) algorithm}, content));
  }

  /** A first part of 128 bytes, then the rest with a length of one octet. */
  private static byte[] inParts(Packet packet) {
    byte[] body = packet.body();
    byte[] head = Arrays.copyOf(body, 128);
    byte[] tail = Arrays.copyOfRange(body, 128, body.length);
    return joined(
        new byte[] {(byte) (0xC0 | packet.tag()), (byte) (224 + 7)},
        head,
        new byte[] {(byte) tail.length},
        tail);
  }

  private static byte[] message(Packet... packets) {
    return joined(Arrays.stream(packets).map(Packet::encoded).toArray(byte[][]::new));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static void assertAccepted(byte[] blob) {
    assertThat(SimpleFixtures.check(KEYS).judge(blob))
        .isInstanceOf(SignatureFinding.Accepted.class);
  }

  private static void assertRefused(byte[] blob, ReasonCode code) {
    assertThat(SimpleFixtures.check(KEYS).judge(blob))
        .isInstanceOfSatisfying(
            SignatureFinding.Refused.class,
            refused -> assertThat(refused.code()).as(refused.reason()).isEqualTo(code));
  }
}
