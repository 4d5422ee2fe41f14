/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every verdict is the Java platform's own. */
class Ed25519Test {

  private static final byte[] MESSAGE = "{\"_type\":\"Timestamp\"}".getBytes(UTF_8);
  private static final int POINT = 32;

  /** Of a key pair that this test makes up. */
  private static final BigInteger SECRET = new BigInteger("9".repeat(75));

  /** A signer's secret for one signature. */
  private static final BigInteger NONCE = new BigInteger("7".repeat(75));

  private static final EdwardsPoint KEY = EdwardsPoint.BASE.times(SECRET);
  private static final EdwardsPoint COMMITMENT = EdwardsPoint.BASE.times(NONCE);

  @Test
  void acceptsWhatTheKeySigned() throws GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    EdECPublicKey key = (EdECPublicKey) keys.getPublic();

    assertThat(Ed25519.covers(key)).isTrue();
    assertThat(verdict(key, MESSAGE, signature)).isTrue();
    assertThat(verdict(key, new byte[0], signature)).isFalse();
    assertThat(verdict(KEY.key(), MESSAGE, signature)).isFalse();
  }

  @Test
  void refusesEverySignatureWithAChangedBit() throws GeneralSecurityException {
    byte[] signature = signature(KEY, COMMITMENT, MESSAGE);
    assertThat(verdict(KEY.key(), MESSAGE, signature)).isTrue();
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));

      assertThat(verdict(KEY.key(), MESSAGE, changed)).as("bit %s", bit).isFalse();
    }
  }

  @Test
  void refusesAnotherLength() throws GeneralSecurityException {
    byte[] signature = signature(KEY, COMMITMENT, MESSAGE);
    for (int length : new int[] {0, POINT, 2 * POINT - 1, 2 * POINT + 1, 4 * POINT}) {
      assertThat(verdict(KEY.key(), MESSAGE, Arrays.copyOf(signature, length))).isFalse();
    }
  }

  /** The equation with the cofactor holds for it, the one without does not. */
  @Test
  void refusesACommitmentOutsideTheGroupOfPrimeOrder() throws GeneralSecurityException {
    byte[] signature = signature(KEY, COMMITMENT.plus(EdwardsPoint.TWO_TORSION), MESSAGE);

    assertThat(
            org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                signature, 0, KEY.encoded(), 0, MESSAGE, 0, MESSAGE.length))
        .isTrue();
    assertThat(verdict(KEY.key(), MESSAGE, signature)).isFalse();
  }

  /** For such a key the two equations agree on every other message only. */
  @Test
  void judgesByAKeyOutsideTheGroupOfPrimeOrderAsThePlatformDoes() throws GeneralSecurityException {
    EdwardsPoint mixed = KEY.plus(EdwardsPoint.TWO_TORSION);
    int accepted = 0;
    for (int i = 0; i < 16; i++) {
      byte[] message = {(byte) i};
      accepted += verdict(mixed.key(), message, signature(mixed, COMMITMENT, message)) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 15);
  }

  @Test
  void judgesKeysAndCommitmentsOfSmallOrderAsThePlatformDoes() throws GeneralSecurityException {
    List<EdwardsPoint> small = List.of(EdwardsPoint.ZERO, EdwardsPoint.TWO_TORSION);
    for (EdwardsPoint key : small) {
      for (EdwardsPoint commitment : small) {
        for (int i = 0; i < 4; i++) {
          verdict(key.key(), new byte[] {(byte) i}, joined(commitment.encoded(), new byte[POINT]));
        }
      }
    }
  }

  @Test
  void refusesAScalarThatIsNotReduced() throws GeneralSecurityException {
    byte[] signature = signature(KEY, COMMITMENT, MESSAGE);
    BigInteger scalar =
        EdwardsPoint.fromLittleEndian(Arrays.copyOfRange(signature, POINT, 2 * POINT));
    byte[] longer =
        joined(COMMITMENT.encoded(), EdwardsPoint.littleEndian(scalar.add(EdwardsPoint.ORDER)));

    assertThat(verdict(KEY.key(), MESSAGE, longer)).isFalse();
  }

  @Test
  void leavesOtherCurvesToThePlatform() throws GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

    assertThat(Ed25519.covers((EdECPublicKey) keys.getPublic())).isFalse();
  }

  /** RFC 8032 section 5.1.6, with a commitment and a key that need not belong to the scalars. */
  private static byte[] signature(EdwardsPoint key, EdwardsPoint commitment, byte[] message)
      throws GeneralSecurityException {
    MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
    sha512.update(commitment.encoded());
    sha512.update(key.encoded());
    BigInteger challenge = EdwardsPoint.fromLittleEndian(sha512.digest(message));
    BigInteger scalar = NONCE.add(challenge.multiply(SECRET)).mod(EdwardsPoint.ORDER);
    return joined(commitment.encoded(), EdwardsPoint.littleEndian(scalar));
  }

  private static boolean verdict(EdECPublicKey by, byte[] message, byte[] signature) {
    boolean ours = SignatureMethod.EDDSA.verify(by, message, signature);
    assertThat(ours).isEqualTo(platform(by, message, signature));
    return ours;
  }

  private static boolean platform(EdECPublicKey by, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(by);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
