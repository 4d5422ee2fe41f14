/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A key that signs trust data and is thrown away.
 *
 * @param id of its document
 * @param document as a root publishes it
 * @param published its public part, Base64
 */
record SigningKey(
    String id,
    Map<String, Object> document,
    String published,
    Algorithm algorithm,
    PrivateKey signs) {

  /** The algorithms of trust data. */
  enum Algorithm {
    P256("ecdsa", "ecdsa", "SHA256withECDSAinP1363Format", "EC -groupname secp256r1"),
    RSA("rsa", "rsapss", "RSASSA-PSS", "RSA -keysize 2048"),
    ED25519("ed25519", "eddsa", "Ed25519", "Ed25519");

    private final String keyType;
    private final String method;
    private final String signature;
    private final String keytool;

    Algorithm(String keyType, String method, String signature, String keytool) {
      this.keyType = keyType;
      this.method = method;
      this.signature = signature;
      this.keytool = keytool;
    }

    /** How {@code keytool -keyalg} is asked for such a key. */
    List<String> keytool() {
      return List.of(keytool.split(" "));
    }
  }

  private static final int ED25519_LENGTH = 32;
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /** A new key of P-256 or Ed25519. */
  static SigningKey generate(Algorithm algorithm) throws GeneralSecurityException {
    boolean isEdwards = algorithm == Algorithm.ED25519;
    KeyPairGenerator generator = KeyPairGenerator.getInstance(isEdwards ? "Ed25519" : "EC");
    if (!isEdwards) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    KeyPair pair = generator.generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] published =
        isEdwards
            ? Arrays.copyOfRange(encoded, encoded.length - ED25519_LENGTH, encoded.length)
            : encoded;
    return of(algorithm.keyType, published, algorithm, pair.getPrivate());
  }

  /** A key with a certificate, as roots are signed with: P-256 or RSA. */
  static SigningKey certified(KeyStoreFile keys, Algorithm algorithm)
      throws GeneralSecurityException {
    return of(algorithm.keyType + "-x509", keys.pem().getBytes(UTF_8), algorithm, keys.key());
  }

  private static SigningKey of(
      String keyType, byte[] published, Algorithm algorithm, PrivateKey signs)
      throws GeneralSecurityException {
    String text = Base64.getEncoder().encodeToString(published);
    Map<String, Object> value = Map.of("private", CanonicalJson.NOTHING, "public", text);
    Map<String, Object> document = Map.of("keytype", keyType, "keyval", value);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.bytes(document));
    return new SigningKey(HexFormat.of().formatHex(hash), document, text, algorithm, signs);
  }

  /** The public key in PEM; of a bare key of P-256. */
  String pem() {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(published);
  }

  /** An entry of {@code signatures} over the canonical form of {@code signed}. */
  Map<String, Object> sign(byte[] signed) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm.signature);
    if (algorithm == Algorithm.RSA) {
      signature.setParameter(PSS);
    }
    signature.initSign(signs);
    signature.update(signed);
    return Map.of(
        "keyid",
        id,
        "method",
        algorithm.method,
        "sig",
        Base64.getEncoder().encodeToString(signature.sign()));
  }
}
