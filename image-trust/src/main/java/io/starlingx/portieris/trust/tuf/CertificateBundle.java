/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates of an x509 key, at least one, in the order published: the leaf, then
 * authorities.
 */
record CertificateBundle(List<X509Certificate> certificates) {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CERTIFICATES = 10;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  CertificateBundle {
    certificates = List.copyOf(certificates);
  }

  /** The certificates in {@code pem}; empty when there are none, too many, or other things. */
  static Optional<CertificateBundle> parse(byte[] pem) {
    if (pem.length > MAX_BYTES) {
      return Optional.empty();
    }
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(new String(pem, ISO_8859_1));
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (blocks.find()) {
        if (!blocks.group(1).equals("CERTIFICATE") || certificates.size() == MAX_CERTIFICATES) {
          return Optional.empty();
        }
        byte[] der = Base64.getMimeDecoder().decode(blocks.group(2));
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(new CertificateBundle(certificates));
  }

  X509Certificate leaf() {
    return certificates.getFirst();
  }

  List<X509Certificate> intermediates() {
    return certificates.subList(1, certificates.size());
  }

  /** Exactly one certificate is not an authority's, and it is the first. */
  boolean isLeafWithAuthorities() {
    return leaf().getBasicConstraints() < 0
        && intermediates().stream().allMatch(c -> c.getBasicConstraints() >= 0);
  }

  /** Whether {@code pem} holds these certificates in the one form whose key id Notary counts. */
  boolean isEncodedAs(byte[] pem) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(LINES.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (CertificateEncodingException e) {
      return false;
    }
    return Arrays.equals(text.toString().getBytes(ISO_8859_1), pem);
  }
}
