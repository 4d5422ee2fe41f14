/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every verdict is the Java platform's own, in native code and without. */
class Ed25519Test {

  private static final byte[] MESSAGE = "{\"_type\":\"Timestamp\"}".getBytes(UTF_8);
  private static final int POINT = 32;

  /** Of a key pair that this test makes up. */
  private static final BigInteger SECRET = new BigInteger("9".repeat(75));

  /** A signer's secret for one signature. */
  private static final BigInteger NONCE = new BigInteger("7".repeat(75));

  private static final EdwardsPoint KEY = EdwardsPoint.BASE.times(SECRET);
  private static final EdwardsPoint COMMITMENT = EdwardsPoint.BASE.times(NONCE);

  private final Optional<Provider> provider = NativeProvider.load("Ed25519").provider();

  @Test
  void isVerifiedInNativeCodeHere() {
    assertThat(provider).isPresent();
  }

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

  /** More than a mebibyte is too much for native code. */
  @Test
  void judgesLongFilesAsShortOnes() throws GeneralSecurityException {
    for (int length : new int[] {1 << 20, (1 << 20) + 1, 5 << 20}) {
      byte[] message = new byte[length];
      byte[] signature = signature(KEY, COMMITMENT, message);

      assertThat(verdict(KEY.key(), message, signature)).isTrue();
      message[length - 1] = 1;
      assertThat(verdict(KEY.key(), message, signature)).isFalse();
    }
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
    for (EdwardsPoint torsion : List.of(EdwardsPoint.TWO_TORSION, EdwardsPoint.EIGHT_TORSION)) {
      EdwardsPoint mixed = KEY.plus(torsion);
      int accepted = 0;
      for (int i = 0; i < 64; i++) {
        byte[] message = {(byte) i};
        accepted += verdict(mixed.key(), message, signature(mixed, COMMITMENT, message)) ? 1 : 0;
      }
      assertThat(accepted).isBetween(1, 63);
    }
  }

  @Test
  void refusesACommitmentWithAPartOfOrderEight() throws GeneralSecurityException {
    EdwardsPoint mixed = COMMITMENT.plus(EdwardsPoint.EIGHT_TORSION);

    assertThat(verdict(KEY.key(), MESSAGE, signature(KEY, mixed, MESSAGE))).isFalse();
  }

  /** Numbers from the prime on stand for small ones; minus zero stands for zero. */
  @Test
  void judgesEncodingsThatAreNotTheOnlyOneAsThePlatformDoes() throws GeneralSecurityException {
    List<byte[]> points = new ArrayList<>(List.of(KEY.encoded(), new byte[POINT]));
    for (int above = -1; above < 19; above++) {
      BigInteger y = EdwardsPoint.P.add(BigInteger.valueOf(above));
      points.add(EdwardsPoint.littleEndian(y));
      points.add(EdwardsPoint.littleEndian(y.setBit(255)));
    }
    points.add(EdwardsPoint.littleEndian(BigInteger.ONE));
    points.add(EdwardsPoint.littleEndian(BigInteger.ONE.setBit(255)));
    for (byte[] key : points) {
      Optional<EdECPublicKey> decoded = decoded(key);
      for (byte[] commitment : points) {
        if (decoded.isPresent()) {
          verdict(decoded.get(), MESSAGE, joined(commitment, new byte[POINT]));
        }
      }
    }
  }

  @Test
  void judgesAnyBytesAsThePlatformDoes() throws GeneralSecurityException {
    Random random = new Random(25519);
    for (int i = 0; i < 500; i++) {
      byte[] key = new byte[POINT];
      byte[] signature = new byte[2 * POINT];
      random.nextBytes(key);
      random.nextBytes(signature);
      signature[2 * POINT - 1] &= 0x1f;
      Optional<EdECPublicKey> decoded = decoded(key);
      if (decoded.isPresent()) {
        assertThat(verdict(decoded.get(), MESSAGE, signature)).isFalse();
      }
    }
  }

  /** As a key is published; empty when the platform takes it for none. */
  private static Optional<EdECPublicKey> decoded(byte[] point) {
    return new TrustKey("id", "ed25519", point).publicKey().map(EdECPublicKey.class::cast);
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

  private boolean verdict(EdECPublicKey by, byte[] message, byte[] signature) {
    boolean platform = isTrue(() -> platform(by, message, signature));
    assertThat(SignatureMethod.EDDSA.verify(by, message, signature)).isEqualTo(platform);
    assertThat(isTrue(() -> Ed25519.verifyInJava(by, message, signature))).isEqualTo(platform);
    if (message.length <= 1 << 20 && Ed25519.isPlain(by, signature)) {
      assertThat(isTrue(() -> Ed25519.verify(provider.orElseThrow(), by, message, signature)))
          .isEqualTo(platform);
    }
    return platform;
  }

  private static boolean platform(EdECPublicKey by, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(by);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private interface Verification {
    boolean verdict() throws GeneralSecurityException;
  }

  private static boolean isTrue(Verification verification) {
    try {
      return verification.verdict();
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
