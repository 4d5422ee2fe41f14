/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * An OpenPGP signed message of one signature over one literal, neither of them believed yet.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-10.3">RFC 9580 section 10.3</a>
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed and never compared
record SignedMessage(byte[] payload, PGPSignature signature) {

  /** Longest blob, in bytes. */
  static final int MAX_BLOB = 1 << 20;

  /** Longest payload, in bytes. */
  static final int MAX_PAYLOAD = 64 * 1024;

  private static final int MAX_MESSAGE = MAX_PAYLOAD + 16 * 1024;
  private static final int MAX_PACKETS = 8;
  private static final byte[] WRAPPER = "\0simple-signing\n".getBytes(US_ASCII);
  private static final byte[] OTHER_WRAPPER = "\0sigstore-json\n".getBytes(US_ASCII);

  static SignedMessage parse(byte[] blob) throws RefusedSignatureException {
    if (blob.length > MAX_BLOB) {
      throw tooLarge("a signature of more than " + MAX_BLOB + " bytes");
    }
    if (startsWith(blob, OTHER_WRAPPER)) {
      throw new RefusedSignatureException(
          Stage.FORM, ReasonCode.UNSUPPORTED, "a signature of another format (sigstore)");
    }
    List<Packet> packets = Packet.all(unwrapped(blob), MAX_PACKETS);
    if (packets.size() == 1 && packets.getFirst().tag() == Packet.COMPRESSED) {
      packets = Packet.all(new Decompression(MAX_MESSAGE).content(packets.getFirst()), MAX_PACKETS);
    }
    List<Integer> tags = packets.stream().map(Packet::tag).toList();
    if (tags.equals(List.of(Packet.ONE_PASS_SIGNATURE, Packet.LITERAL, Packet.SIGNATURE))) {
      checkAnnouncement(packets.get(0), packets.get(2));
      return new SignedMessage(literal(packets.get(1)), signature(packets.get(2)));
    }
    if (tags.equals(List.of(Packet.SIGNATURE, Packet.LITERAL))) {
      return new SignedMessage(literal(packets.get(1)), signature(packets.get(0)));
    }
    throw RefusedSignatureException.malformed("not an OpenPGP message with exactly one signature");
  }

  private static byte[] unwrapped(byte[] blob) {
    return startsWith(blob, WRAPPER) ? Arrays.copyOfRange(blob, WRAPPER.length, blob.length) : blob;
  }

  private static boolean startsWith(byte[] blob, byte[] prefix) {
    return blob.length >= prefix.length
        && Arrays.equals(blob, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Both packets state type, hash and key algorithm, at the same places from the type on. */
  private static void checkAnnouncement(Packet onePass, Packet signature)
      throws RefusedSignatureException {
    byte[] announced = onePass.body();
    byte[] made = signature.body();
    boolean agree =
        announced.length == 13
            && onePass.version() == 3
            && made.length > 4
            && announced[1] == made[1]
            && announced[2] == made[3]
            && announced[3] == made[2]
            && announced[12] != 0;
    if (!agree) {
      throw RefusedSignatureException.malformed(
          "the announced signature is not the one that follows");
    }
  }

  /** RFC 9580 section 5.9: format, file name, date, data. */
  private static byte[] literal(Packet packet) throws RefusedSignatureException {
    byte[] body = packet.body();
    int start = body.length < 2 ? Integer.MAX_VALUE : 2 + (body[1] & 0xFF) + 4;
    if (start > body.length) {
      throw RefusedSignatureException.malformed("a literal packet is cut short");
    }
    if (body.length - start > MAX_PAYLOAD) {
      throw tooLarge("signed content of more than " + MAX_PAYLOAD + " bytes");
    }
    return Arrays.copyOfRange(body, start, body.length);
  }

  private static PGPSignature signature(Packet packet) throws RefusedSignatureException {
    if (packet.version() != 4) {
      throw new RefusedSignatureException(
          Stage.FORM, ReasonCode.UNSUPPORTED, "a signature of version " + packet.version());
    }
    try {
      Object read =
          new PGPObjectFactory(packet.encoded(), new BcKeyFingerprintCalculator()).nextObject();
      if (read instanceof PGPSignatureList list
          && list.size() == 1
          && list.get(0).getSignatureType() == PGPSignature.BINARY_DOCUMENT
          && list.get(0).getHashedSubPackets().getSignatureCreationTime() != null) {
        list.get(0).getSignature();
        return list.get(0);
      }
    } catch (IOException | PGPException | RuntimeException e) {
      // Bouncy Castle answers damaged packets with exceptions of many kinds.
      throw RefusedSignatureException.malformed("the signature packet is damaged");
    }
    throw RefusedSignatureException.malformed("not a dated signature of a binary document");
  }

  private static RefusedSignatureException tooLarge(String message) {
    return new RefusedSignatureException(Stage.FORM, ReasonCode.TOO_LARGE, message);
  }
}
