/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A P-256 key that is thrown away.
 *
 * @param type {@code ecdsa}, or {@code ecdsa-x509} for one in a certificate
 * @param encoded as trust data hold it: DER, or the certificate in PEM
 * @param pem the bare public key
 */
@SuppressWarnings({
  "ArrayRecordComponent",
  "JavaUtilDate"
}) // written once; Bouncy Castle takes dates
record SigningKey(String type, byte[] encoded, PrivateKey signs, String pem) {

  static SigningKey bare() {
    KeyPair pair = generate();
    return new SigningKey(
        "ecdsa", pair.getPublic().getEncoded(), pair.getPrivate(), pem(pair.getPublic()));
  }

  /** The same key in a certificate of its own with this common name, as roots are. */
  SigningKey certified(String commonName) {
    var name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    Instant now = Instant.now();
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(7))),
              name,
              SubjectPublicKeyInfo.getInstance(encoded));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
      String certificate =
          pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signs)));
      return new SigningKey("ecdsa-x509", certificate.getBytes(US_ASCII), signs, pem);
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
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

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }
}
