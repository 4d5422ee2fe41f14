/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.trust.image.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key as signed data publish it.
 *
 * @param id under which it is published; what it says may differ, see {@link #computedId}
 * @param encoded decoded {@code keyval.public}: DER, PEM or raw, depending on the type
 */
@SuppressWarnings("ArrayRecordComponent") // private to the package, never compared
record TrustKey(String id, String type, byte[] encoded) {

  private static final String X509 = "-x509";
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_LENGTH = 32;

  static TrustKey parse(String id, Members key) throws TufException {
    Members value = key.object("keyval");
    if (value.find("private").isPresent()) {
      throw TufException.malformed(key.where() + ": a key is published with its private part");
    }
    return new TrustKey(id, key.text("keytype"), value.base64("public"));
  }

  boolean isCertificate() {
    return type.equals("ecdsa" + X509) || type.equals("rsa" + X509);
  }

  /** SHA-256 of the canonical form of type and value: what the id must be. */
  String computedId() {
    return id(type, encoded);
  }

  /** The id of the bare key: the same for a key and for every certificate of it. */
  Optional<String> canonicalId() {
    return isCertificate()
        ? publicKey().map(key -> id(type.substring(0, type.length() - X509.length()), der(key)))
        : Optional.of(computedId());
  }

  /** The key that verifies, of the first certificate for certificates. */
  Optional<PublicKey> publicKey() {
    return switch (type) {
      case "ecdsa" -> key("EC", encoded);
      case "rsa" -> key("RSA", encoded);
      case "ed25519" ->
          encoded.length == ED25519_LENGTH
              ? key("Ed25519", concat(ED25519_PREFIX, encoded))
              : Optional.empty();
      case "ecdsa-x509" -> certified("EC");
      case "rsa-x509" -> certified("RSA");
      default -> Optional.empty();
    };
  }

  private Optional<PublicKey> certified(String algorithm) {
    return CertificateBundle.parse(encoded)
        .map(bundle -> bundle.certificates().getFirst().getPublicKey())
        .filter(key -> key.getAlgorithm().equals(algorithm));
  }

  private static Optional<PublicKey> key(String algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static String id(String type, byte[] encoded) {
    String escaped = type.replace("\\", "\\\\").replace("\"", "\\\"");
    String text = Base64.getEncoder().encodeToString(encoded);
    String canonical =
        "{\"keytype\":\""
            + escaped
            + "\",\"keyval\":{\"private\":null,\"public\":\""
            + text
            + "\"}}";
    return Digest.of(canonical.getBytes(UTF_8)).hex();
  }

  private static byte[] der(PublicKey key) {
    return key.getEncoded();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
