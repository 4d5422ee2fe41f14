/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Every verdict is the Java platform's own, in native code and without. */
class P256Test {

  private static final String METHOD = "SHA256withECDSAinP1363Format";
  private static final byte[] MESSAGE = "{\"_type\":\"Targets\"}".getBytes(UTF_8);
  private static final int SCALAR = 32;

  private final KeyPair keys = keys("secp256r1");
  private final ECPublicKey key = (ECPublicKey) keys.getPublic();
  private final BigInteger order = key.getParams().getOrder();
  private final byte[] signature = sign();
  private final Optional<Provider> provider = NativeProvider.load(METHOD).provider();

  P256Test() throws GeneralSecurityException {}

  @Test
  void acceptsWhatTheKeySigned() throws GeneralSecurityException {
    assertThat(P256.covers(key)).isTrue();
    assertThat(verdict(key, MESSAGE, signature)).isTrue();
    assertThat(verdict((ECPublicKey) keys("secp256r1").getPublic(), MESSAGE, signature)).isFalse();
    assertThat(verdict(key, new byte[0], signature)).isFalse();
  }

  @Test
  @EnabledIfSystemProperty(named = "os.name", matches = "Linux")
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|aarch64")
  void isVerifiedInNativeCodeWhereThereIsSome() {
    assertThat(provider).isPresent();
  }

  @Test
  void doesWithoutAProviderThatLacksTheMethodAndSaysSo() {
    NativeProvider none = NativeProvider.load("ECDSAwithNothing");

    assertThat(none.provider()).isEmpty();
    assertThat(none.failure()).contains("ECDSAwithNothing");
  }

  @Test
  void refusesEverySignatureWithAChangedBit() throws GeneralSecurityException {
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));

      assertThat(verdict(key, MESSAGE, changed)).as("bit %s", bit).isFalse();
    }
  }

  @Test
  void refusesIntegersOutsideTheGroup() throws GeneralSecurityException {
    byte[] r = Arrays.copyOf(signature, SCALAR);
    byte[] s = Arrays.copyOfRange(signature, SCALAR, 2 * SCALAR);
    for (BigInteger outside :
        new BigInteger[] {
          BigInteger.ZERO, order, order.add(BigInteger.ONE), BigInteger.TWO.pow(256).subtract(order)
        }) {
      assertThat(verdict(key, MESSAGE, joined(bytes(outside), s))).isFalse();
      assertThat(verdict(key, MESSAGE, joined(r, bytes(outside)))).isFalse();
      assertThat(verdict(key, MESSAGE, joined(bytes(outside), bytes(outside)))).isFalse();
    }
  }

  /** Notary takes both, so nothing may depend on the bytes of a signature. */
  @Test
  void takesTheNegativeOfASignatureAsThePlatformDoes() throws GeneralSecurityException {
    BigInteger s = new BigInteger(1, signature, SCALAR, SCALAR);

    assertThat(
            verdict(
                key, MESSAGE, joined(Arrays.copyOf(signature, SCALAR), bytes(order.subtract(s)))))
        .isTrue();
  }

  @Test
  void refusesAPointThatIsNotOnTheCurve() throws GeneralSecurityException {
    ECPoint w = key.getW();
    for (ECPoint other :
        new ECPoint[] {
          new ECPoint(w.getAffineX(), w.getAffineY().flipBit(0)),
          new ECPoint(BigInteger.ZERO, BigInteger.ZERO),
          new ECPoint(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE), w.getAffineY())
        }) {
      ECPublicKey stray =
          (ECPublicKey)
              KeyFactory.getInstance("EC")
                  .generatePublic(new ECPublicKeySpec(other, key.getParams()));

      assertThat(verdict(stray, MESSAGE, signature)).isFalse();
    }
  }

  @Test
  void leavesOtherCurvesToThePlatform() throws GeneralSecurityException {
    assertThat(P256.covers((ECPublicKey) keys("secp384r1").getPublic())).isFalse();
    assertThat(P256.covers((ECPublicKey) keys("secp521r1").getPublic())).isFalse();
  }

  private boolean verdict(ECPublicKey by, byte[] message, byte[] sig) {
    boolean platform = verdict(() -> platform(by, message, sig));
    assertThat(verdict(() -> P256.verify(by, message, sig))).isEqualTo(platform);
    assertThat(verdict(() -> P256.verifyInJava(by, message, sig))).isEqualTo(platform);
    provider.ifPresent(
        awsLc ->
            assertThat(verdict(() -> P256.verify(awsLc, by, message, sig))).isEqualTo(platform));
    return platform;
  }

  private interface Verification {
    boolean run() throws GeneralSecurityException;
  }

  private static boolean verdict(Verification verification) {
    try {
      return verification.run();
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean platform(PublicKey by, byte[] message, byte[] sig)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(METHOD);
    verifier.initVerify(by);
    verifier.update(message);
    return verifier.verify(sig);
  }

  private byte[] sign() throws GeneralSecurityException {
    Signature signer = Signature.getInstance(METHOD);
    signer.initSign(keys.getPrivate());
    signer.update(MESSAGE);
    return signer.sign();
  }

  private static KeyPair keys(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] bytes(BigInteger value) {
    byte[] bytes = new byte[SCALAR];
    for (int i = 0; i < SCALAR; i++) {
      bytes[SCALAR - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  private static byte[] joined(byte[] r, byte[] s) {
    byte[] both = Arrays.copyOf(r, r.length + s.length);
    System.arraycopy(s, 0, both, r.length, s.length);
    return both;
  }
}
