/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one purpose: the webhook's own serving certificates. Keys are ECDSA
 * on P-256.
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

  /** Life of the authority. */
  static final Duration AUTHORITY_LIFE = Duration.ofDays(365);

  /** Life of a serving certificate. */
  static final Duration SERVING_LIFE = Duration.ofDays(7);

  /** Certificates are valid from a little before they were made: clocks differ. */
  private static final Duration SKEW = Duration.ofHours(1);

  static final X500Principal NAME = new X500Principal("CN=Portieris webhook CA");

  CertificateAuthority {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
  }

  /** A new authority, with a new key. */
  static CertificateAuthority create(Instant now) {
    KeyPair pair = keyPair();
    X509Certificate certificate =
        sign(
            NAME,
            pair.getPrivate(),
            NAME,
            pair.getPublic(),
            now.minus(SKEW),
            now.plus(AUTHORITY_LIFE),
            (builder, extensions) -> {
              builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
              builder.addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
              builder.addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(pair.getPublic()));
            });
    return new CertificateAuthority(certificate, pair.getPrivate());
  }

  /**
   * Reads an authority and checks that it is one.
   *
   * @param place what holds the texts, for messages
   */
  static CertificateAuthority read(String certificatePem, String keyPem, String place)
      throws UnusableCertificateException {
    ServingKey pair =
        ServingKey.read(certificatePem, place + " tls.crt", keyPem, place + " tls.key");
    if (pair.certificate().getBasicConstraints() < 0) {
      throw new UnusableCertificateException(place + " tls.crt is not that of an authority");
    }
    return new CertificateAuthority(pair.certificate(), pair.key());
  }

  /**
   * A serving certificate with a new key. It never outlives the authority.
   *
   * @param names DNS names and IP addresses, at least one
   */
  ServingKey issue(List<String> names, Instant now) {
    KeyPair pair = keyPair();
    Instant end = now.plus(SERVING_LIFE);
    Instant authorityEnd = certificate.getNotAfter().toInstant();
    GeneralName[] alternatives =
        names.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new);
    X509Certificate leaf =
        sign(
            certificate.getSubjectX500Principal(),
            key,
            new X500Principal("CN=Portieris webhook"),
            pair.getPublic(),
            now.minus(SKEW),
            end.isAfter(authorityEnd) ? authorityEnd : end,
            (builder, extensions) -> {
              builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
              builder.addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
              builder.addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
              builder.addExtension(
                  Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
              builder.addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            });
    return new ServingKey(List.of(leaf), pair.getPrivate());
  }

  String certificatePem() {
    return KeyPairPem.write(certificate);
  }

  String keyPem() {
    return KeyPairPem.write(key);
  }

  /** When it was made, if {@link #create} made it. */
  Instant made() {
    return certificate.getNotBefore().toInstant().plus(SKEW);
  }

  /** When two thirds of the authority's life are over. */
  Instant renewal() {
    return new ServingKey(List.of(certificate), key).renewal();
  }

  private static GeneralName name(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    if (!address) {
      return new GeneralName(GeneralName.dNSName, name);
    }
    return new GeneralName(GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress());
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make keys on P-256", e);
    }
  }

  /** What makes certificates of one kind differ from those of another. */
  @FunctionalInterface
  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions)
        throws CertIOException;
  }

  private static X509Certificate sign(
      X500Principal issuer,
      PrivateKey issuerKey,
      X500Principal subject,
      PublicKey publicKey,
      Instant from,
      Instant until,
      Extensions extensions) {
    BigInteger serial = new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(until), subject, publicKey);
    try {
      extensions.addTo(builder, new JcaX509ExtensionUtils());
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate could not be made", e);
    }
  }
}
