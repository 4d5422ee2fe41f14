/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * PEM in and out: certificates, and private keys as PKCS #8, PKCS #1 or SEC 1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class KeyPairPem {

  private KeyPairPem() {}

  /**
   * The certificates of {@code pem}, at least one.
   *
   * @param place what the text is, for messages
   */
  static List<X509Certificate> certificates(String pem, String place)
      throws UnusableCertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Object block : blocks(pem, place)) {
      if (!(block instanceof X509CertificateHolder holder)) {
        throw new UnusableCertificateException(place + " holds something else than certificates");
      }
      try {
        certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
      } catch (GeneralSecurityException e) {
        throw new UnusableCertificateException(place + " holds a broken certificate");
      }
    }
    if (certificates.isEmpty()) {
      throw new UnusableCertificateException(place + " holds no certificate in PEM");
    }
    return certificates;
  }

  /** The one private key of {@code pem}, not encrypted. */
  static PrivateKey privateKey(String pem, String place) throws UnusableCertificateException {
    for (Object block : blocks(pem, place)) {
      try {
        if (block instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (block instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      } catch (PEMException e) {
        throw new UnusableCertificateException(place + " holds a key of a kind that is not known");
      }
    }
    throw new UnusableCertificateException(place + " holds no private key in PEM without password");
  }

  /** A certificate as PEM. */
  static String write(X509Certificate certificate) {
    try {
      return write("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }

  /** A private key as PEM, in PKCS #8. */
  static String write(PrivateKey key) {
    return write("PRIVATE KEY", key.getEncoded());
  }

  private static String write(String type, byte[] encoded) {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(type, encoded));
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return text.toString();
  }

  private static List<Object> blocks(String pem, String place) throws UnusableCertificateException {
    List<Object> blocks = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        blocks.add(block);
      }
    } catch (IOException | RuntimeException e) {
      throw new UnusableCertificateException(
          place
              + " is not PEM, or broken: "
              + Objects.requireNonNullElse(e.getMessage(), "no reason"));
    }
    return blocks;
  }
}
