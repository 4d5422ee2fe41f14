/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** A key that signs test data, bare or in a certificate. */
@SuppressWarnings("ArrayRecordComponent") // test data
public record TestKey(String type, byte[] encoded, KeyPair pair, List<X509Certificate> chain) {

  static final Instant NOT_BEFORE = Instant.parse("2020-01-01T00:00:00Z");
  static final Instant NOT_AFTER = Instant.parse("2120-01-01T00:00:00Z");

  /** A bare P-256 key. */
  public static TestKey bare() {
    KeyPair pair = generate();
    return new TestKey("ecdsa", pair.getPublic().getEncoded(), pair, List.of());
  }

  /** This key pair under another id. */
  TestKey asBare() {
    return new TestKey("ecdsa", pair.getPublic().getEncoded(), pair, List.of());
  }

  /** A key in a self-signed code signing certificate of this common name, as notary makes them. */
  public static TestKey certified(String commonName) {
    KeyPair pair = generate();
    return of(pair, new TestCertificate(pair, commonName).build());
  }

  static TestKey certified(String commonName, Instant notAfter) {
    KeyPair pair = generate();
    return of(pair, new TestCertificate(pair, commonName).notAfter(notAfter).build());
  }

  /** An authority's key and certificate. */
  static TestKey authority(String commonName) {
    KeyPair pair = generate();
    return of(pair, new TestCertificate(pair, commonName).authority().build());
  }

  /** A key in a certificate that this authority has issued. */
  TestKey issues(String commonName, KeyPurposeId usage) {
    return issues(commonName, usage, NOT_AFTER);
  }

  TestKey issues(String commonName, KeyPurposeId usage, Instant notAfter) {
    KeyPair leaf = generate();
    return of(
        leaf,
        new TestCertificate(leaf, commonName)
            .issuedBy(this)
            .usage(usage)
            .notAfter(notAfter)
            .build());
  }

  /** This key published with other bytes in place of its PEM. */
  TestKey encodedAs(String otherType, byte[] other) {
    return new TestKey(otherType, other, pair, chain);
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  public PublicKey publicKey() {
    return pair.getPublic();
  }

  public String id() {
    return new TrustKey("", type, encoded).computedId();
  }

  /** The public key, or the certificate, in PEM. */
  public String pem() {
    return new String(
        pem(chain.isEmpty() ? Stream.of(publicKey()) : chain.stream()), StandardCharsets.US_ASCII);
  }

  /** The bare public key in PEM, whatever form it was published in. */
  public String publicKeyPem() {
    return new String(pem(Stream.of(publicKey())), StandardCharsets.US_ASCII);
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key in the first of these certificates. */
  static TestKey of(KeyPair pair, X509Certificate... chain) {
    return new TestKey("ecdsa-x509", pem(Stream.of(chain)), pair, List.of(chain));
  }

  static byte[] pem(Stream<?> objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      for (Object object : objects.toList()) {
        out.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("\r", "").getBytes(StandardCharsets.US_ASCII);
  }

  /** A new P-256 key pair. */
  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
