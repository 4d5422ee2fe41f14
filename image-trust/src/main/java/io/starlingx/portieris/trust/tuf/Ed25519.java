/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.bouncycastle.math.ec.rfc8032.Ed25519.SIGNATURE_SIZE;
import static org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull;
import static org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 by the equation without cofactor, as Notary checks it. Bouncy Castle takes a third of the
 * Java platform's time, but checks the equation with the cofactor; the two agree when the key and
 * the signature's point are in the group of prime order, which is checked first. Whatever is not
 * goes to the platform, so that every verdict is the platform's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7">RFC 8032 section 5.1.7</a>
 */
final class Ed25519 {

  private static final int POINT = 32;
  private static final int SIGN_BIT = 0x80;

  private Ed25519() {}

  /** Whether a key says that it is of this curve. */
  static boolean covers(EdECPublicKey key) {
    return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
  }

  /**
   * Whether {@code key} made {@code signature} over {@code message}.
   *
   * @throws GeneralSecurityException when the platform takes key or signature for none
   */
  static boolean verify(EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    @Nullable PublicPoint point = validatePublicKeyFullExport(encoded(key), 0);
    if (point == null
        || signature.length != SIGNATURE_SIZE
        || !validatePublicKeyFull(signature, 0)) {
      return byPlatform(key, message, signature);
    }
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        signature, 0, point, message, 0, message.length);
  }

  private static boolean byPlatform(EdECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
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
