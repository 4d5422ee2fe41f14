/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.bouncycastle.math.ec.rfc8032.Ed25519.SIGNATURE_SIZE;
import static org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull;
import static org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 by the equation without cofactor, as Notary checks it, with the same verdicts as the Java
 * platform's: in native code where there is some, else by Bouncy Castle, which takes a third of the
 * platform's time. Native code checks that equation too, but may take other encodings of a point
 * for one: where there is more than one, the next is asked. Bouncy Castle checks the equation with
 * the cofactor; the two agree when the key and the signature's point are in the group of prime
 * order, which is checked first. Whatever is not goes to the platform.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7">RFC 8032 section 5.1.7</a>
 */
final class Ed25519 {

  private static final int POINT = 32;
  private static final int SIGN_BIT = 0x80;
  private static final String METHOD = "Ed25519";

  /** The field's prime, less one. */
  private static final BigInteger LARGEST =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(20));

  private static final NativeProvider NATIVE = NativeProvider.load(METHOD);

  private Ed25519() {}

  /** Whether a key says that it is of this curve. */
  static boolean covers(EdECPublicKey key) {
    return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
  }

  /**
   * Whether {@code key} made {@code signature} over {@code message}.
   *
   * @throws GeneralSecurityException when key or signature is taken for none, which is no, too
   */
  static boolean verify(EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    if (NATIVE.provider().isPresent() && isPlain(key, signature)) {
      try {
        return verify(NATIVE.provider().get(), key, message, signature);
      } catch (GeneralSecurityException | RuntimeException e) {
        // it takes no message of more than a mebibyte, for one
      }
    }
    return verifyInJava(key, message, signature);
  }

  static boolean verify(Provider provider, EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return verify(Signature.getInstance(METHOD, provider), key, message, signature);
  }

  /** Whether the points of key and signature, if they are any, have no other encoding. */
  static boolean isPlain(EdECPublicKey key, byte[] signature) {
    return signature.length == SIGNATURE_SIZE
        && isPlain(key.getPoint().getY())
        && isPlain(y(signature));
  }

  /** Below the prime, and not of the two points whose x has no sign. */
  private static boolean isPlain(BigInteger y) {
    return y.compareTo(BigInteger.ONE) > 0 && y.compareTo(LARGEST) < 0;
  }

  private static BigInteger y(byte[] signature) {
    byte[] bigEndian = new byte[POINT];
    for (int i = 0; i < POINT; i++) {
      bigEndian[i] = signature[POINT - 1 - i];
    }
    bigEndian[0] &= (byte) (SIGN_BIT - 1);
    return new BigInteger(bigEndian);
  }

  static boolean verifyInJava(EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    @Nullable PublicPoint point = validatePublicKeyFullExport(encoded(key), 0);
    if (point == null
        || signature.length != SIGNATURE_SIZE
        || !validatePublicKeyFull(signature, 0)) {
      return verify(Signature.getInstance(METHOD), key, message, signature);
    }
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        signature, 0, point, message, 0, message.length);
  }

  private static boolean verify(
      Signature verifier, EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  /** RFC 8032 section 5.1.2. */
  private static byte[] encoded(EdECPublicKey key) {
    BigInteger y = key.getPoint().getY();
    byte[] encoded = new byte[POINT];
    for (int i = 0; i < POINT; i++) {
      encoded[i] = y.shiftRight(Byte.SIZE * i).byteValue();
    }
    if (key.getPoint().isXOdd()) {
      encoded[POINT - 1] |= (byte) SIGN_BIT;
    }
    return encoded;
  }
}
