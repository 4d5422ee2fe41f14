/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;

/**
 * A point of edwards25519, for keys and signatures that no honest program makes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1">RFC 8032 section 5.1</a>
 */
record EdwardsPoint(BigInteger x, BigInteger y) {

  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  static final EdwardsPoint ZERO = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);

  /** The point of order two. */
  static final EdwardsPoint TWO_TORSION =
      new EdwardsPoint(BigInteger.ZERO, P.subtract(BigInteger.ONE));

  static final EdwardsPoint BASE =
      new EdwardsPoint(
          new BigInteger("216936D3CD6E53FEC0A4E231FDD6DC5C692CC7609525A7B2C9562D608F25D51A", 16),
          new BigInteger("6666666666666666666666666666666666666666666666666666666666666658", 16));

  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** A point of order eight. */
  static final EdwardsPoint EIGHT_TORSION =
      at(
          fromLittleEndian(
              HexFormat.of()
                  .parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")));

  /** RFC 8032 section 5.1.3; x is even. */
  private static EdwardsPoint at(BigInteger y) {
    BigInteger square = y.multiply(y).mod(P);
    BigInteger over = D.multiply(square).add(BigInteger.ONE).modInverse(P);
    BigInteger wanted = square.subtract(BigInteger.ONE).multiply(over).mod(P);
    BigInteger root = wanted.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    BigInteger x =
        root.multiply(root).mod(P).equals(wanted)
            ? root
            : root.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
    return new EdwardsPoint(x.testBit(0) ? P.subtract(x) : x, y);
  }

  EdwardsPoint plus(EdwardsPoint other) {
    BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
    BigInteger above = x.multiply(other.y).add(y.multiply(other.x));
    BigInteger beside = y.multiply(other.y).add(x.multiply(other.x));
    return new EdwardsPoint(
        above.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
        beside.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
  }

  EdwardsPoint times(BigInteger scalar) {
    EdwardsPoint sum = ZERO;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      sum = scalar.testBit(bit) ? sum.plus(this) : sum;
    }
    return sum;
  }

  byte[] encoded() {
    return littleEndian(x.testBit(0) ? y.setBit(255) : y);
  }

  EdECPublicKey key() throws GeneralSecurityException {
    return (EdECPublicKey)
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(x.testBit(0), y)));
  }

  static byte[] littleEndian(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static BigInteger fromLittleEndian(byte[] bytes) {
    BigInteger value = BigInteger.ZERO;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value.shiftLeft(8).or(BigInteger.valueOf(bytes[i] & 0xff));
    }
    return value;
  }
}
