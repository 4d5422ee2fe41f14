/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a signature of Notary v1 is made. SHA-256 throughout, whatever the curve or modulus. */
enum SignatureMethod {
  /** The two integers side by side, each as long as the group's order; never DER. */
  ECDSA("ecdsa", "SHA256withECDSAinP1363Format"),
  /** PSS with MGF1-SHA-256 and a salt of exactly 32 bytes. */
  RSA_PSS("rsapss", "RSASSA-PSS"),
  RSA_PKCS1("rsapkcs1v15", "SHA256withRSA"),
  EDDSA("eddsa", "Ed25519");

  private static final int SHORTEST_MODULUS = 2048;
  private static final AlgorithmParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final String wire;
  private final String algorithm;

  SignatureMethod(String wire, String algorithm) {
    this.wire = wire;
    this.algorithm = algorithm;
  }

  /** The method of this name, in any case. */
  static Optional<SignatureMethod> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(method -> method.wire.equals(lower)).findFirst();
  }

  /** Whether {@code key} made {@code signature} over {@code message}; false on anything hostile. */
  boolean verify(PublicKey key, byte[] message, byte[] signature) {
    if (!fits(key, signature)) {
      return false;
    }
    try {
      if (key instanceof ECPublicKey ec && P256.covers(ec)) {
        return P256.verify(ec, message, signature);
      }
      if (key instanceof EdECPublicKey ed && Ed25519.covers(ed)) {
        return Ed25519.verify(ed, message, signature);
      }
      Signature verifier = Signature.getInstance(algorithm);
      if (this == RSA_PSS) {
        verifier.setParameter(PSS);
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean fits(PublicKey key, byte[] signature) {
    return switch (this) {
      case ECDSA ->
          key instanceof ECPublicKey ec
              && signature.length == 2 * ((ec.getParams().getOrder().bitLength() + 7) / 8);
      case RSA_PSS, RSA_PKCS1 ->
          key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= SHORTEST_MODULUS;
      case EDDSA -> key.getAlgorithm().equals("EdDSA");
    };
  }
}
