/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key that signs test data, bare or in a certificate. */
@SuppressWarnings({"ArrayRecordComponent", "JavaUtilDate"}) // test data; Bouncy Castle takes dates
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
    return certified(commonName, NOT_AFTER, KeyPurposeId.id_kp_codeSigning);
  }

  static TestKey certified(String commonName, Instant notAfter, KeyPurposeId usage) {
    KeyPair pair = generate();
    return of(
        pair, List.of(certificate(commonName, pair, commonName, pair, false, notAfter, usage)));
  }

  /** An authority's key and certificate. */
  static TestKey authority(String commonName) {
    KeyPair pair = generate();
    return of(
        pair,
        List.of(
            certificate(
                commonName,
                pair,
                commonName,
                pair,
                true,
                NOT_AFTER,
                KeyPurposeId.anyExtendedKeyUsage)));
  }

  /** A key in a certificate that this authority has issued. */
  TestKey issues(String commonName, KeyPurposeId usage) {
    KeyPair leaf = generate();
    String issuer = chain.getFirst().getSubjectX500Principal().getName().replaceFirst("CN=", "");
    X509Certificate certificate =
        certificate(commonName, leaf, issuer, pair, false, NOT_AFTER, usage);
    return of(leaf, List.of(certificate));
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

  private static TestKey of(KeyPair pair, List<X509Certificate> chain) {
    return new TestKey("ecdsa-x509", pem(chain.stream()), pair, chain);
  }

  private static byte[] pem(Stream<?> objects) {
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

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      String subject,
      KeyPair subjectKey,
      String issuer,
      KeyPair issuerKey,
      boolean authority,
      Instant notAfter,
      KeyPurposeId usage) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500NameBuilder().addRDN(BCStyle.CN, issuer).build(),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(NOT_BEFORE),
              Date.from(notAfter),
              new X500NameBuilder().addRDN(BCStyle.CN, subject).build(),
              subjectKey.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
