/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/**
 * ECDSA with SHA-256 over P-256, the curve of nearly all trust data, with the same verdicts as the
 * Java platform's: by Bouncy Castle, which takes half of the platform's time, or in native code
 * where there is some, which takes a fifth of Bouncy Castle's.
 *
 * @see <a href="https://www.secg.org/sec2-v2.pdf">SEC 2, secp256r1</a>
 */
final class P256 {

  /** Made directly: the table of all named curves would cost the first image 50 ms more. */
  private static final ECCurve CURVE = new SecP256R1Curve();

  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(
          CURVE,
          CURVE.createPoint(
              new BigInteger(
                  "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
              new BigInteger(
                  "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16)),
          CURVE.getOrder(),
          CURVE.getCofactor());

  private static final int SCALAR = 32;

  private static final String METHOD = "SHA256withECDSAinP1363Format";

  private static final NativeProvider NATIVE = NativeProvider.load(METHOD);

  private P256() {}

  /**
   * Has native code loaded, which takes tens of milliseconds, before a signature waits for it.
   *
   * @return why there is none, for people; empty where there is some
   */
  static String prepare() {
    return NATIVE.failure();
  }

  /** Whether a key says that it is of this curve. */
  static boolean covers(ECPublicKey key) {
    return key.getParams().getOrder().equals(DOMAIN.getN());
  }

  /**
   * Whether {@code key} made {@code signature}, its two integers side by side, over {@code
   * message}; false for a point that is not on the curve and for integers that are not between zero
   * and the group's order.
   *
   * @throws GeneralSecurityException when key or signature is taken for none, which is no, too
   */
  static boolean verify(ECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return NATIVE.provider().isPresent()
        ? verify(NATIVE.provider().get(), key, message, signature)
        : verifyInJava(key, message, signature);
  }

  static boolean verify(Provider provider, ECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(METHOD, provider);
    verifier.initVerify(key);
    verifier.update(message);
    return verifier.verify(signature);
  }

  static boolean verifyInJava(ECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    ECPoint point = key.getW();
    try {
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(
          false,
          new ECPublicKeyParameters(
              CURVE.createPoint(point.getAffineX(), point.getAffineY()), DOMAIN));
      return verifier.verifySignature(
          MessageDigest.getInstance("SHA-256").digest(message),
          new BigInteger(1, signature, 0, SCALAR),
          new BigInteger(1, signature, SCALAR, SCALAR));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
