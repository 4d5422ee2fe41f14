/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate in the making: a self-signed code signing leaf, as notary makes them, unless told.
 */
@SuppressWarnings("JavaUtilDate") // Bouncy Castle takes dates
final class TestCertificate {

  private final KeyPair key;
  private X500Name subject;
  private Optional<X500Name> issuer = Optional.empty();
  private KeyPair issuerKey;
  private Instant notBefore = TestKey.NOT_BEFORE;
  private Instant notAfter = TestKey.NOT_AFTER;
  private BasicConstraints constraints = new BasicConstraints(false);
  private Optional<KeyPurposeId> usage = Optional.of(KeyPurposeId.id_kp_codeSigning);
  private String algorithm = "SHA256withECDSA";

  TestCertificate(KeyPair key, String... commonNames) {
    this.key = key;
    this.issuerKey = key;
    this.subject = name(commonNames);
  }

  private static X500Name name(String... commonNames) {
    X500NameBuilder name = new X500NameBuilder().addRDN(BCStyle.O, "Test");
    List.of(commonNames).forEach(text -> name.addRDN(BCStyle.CN, text));
    return name.build();
  }

  TestCertificate issuedBy(TestKey authority) {
    issuer =
        Optional.of(
            X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded()));
    issuerKey = authority.pair();
    return this;
  }

  TestCertificate notBefore(String instant) {
    notBefore = Instant.parse(instant);
    return this;
  }

  TestCertificate notAfter(Instant instant) {
    notAfter = instant;
    return this;
  }

  TestCertificate authority() {
    constraints = new BasicConstraints(true);
    usage = Optional.empty();
    return this;
  }

  /** An authority that may issue certificates through this many more authorities. */
  TestCertificate authority(int pathLength) {
    constraints = new BasicConstraints(pathLength);
    usage = Optional.empty();
    return this;
  }

  TestCertificate usage(KeyPurposeId purpose) {
    usage = Optional.of(purpose);
    return this;
  }

  TestCertificate signedWith(String name) {
    algorithm = name;
    return this;
  }

  X509Certificate build() {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer.orElse(subject),
              BigInteger.valueOf(System.nanoTime()),
              Date.from(notBefore),
              Date.from(notAfter),
              subject,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, constraints);
      if (usage.isPresent()) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage.get()));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKey.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
