/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Public keys or certificates in PEM. Text between blocks and headers within a block are passed
 * over; a block of another kind, a broken one, or none at all makes the document unusable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class PemDocument {

  /** Largest document read, in characters. */
  public static final int MAX_LENGTH = 64 * 1024;

  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern HEADER = Pattern.compile("(?m)^[A-Za-z-]+:.*$");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private PemDocument() {}

  /** All {@code PUBLIC KEY} blocks, at least one, or empty. */
  public static Optional<List<PublicKey>> publicKeys(String pem) {
    return blocks(pem, "PUBLIC KEY").flatMap(PemDocument::keys);
  }

  /** All {@code CERTIFICATE} blocks, at least one, or empty. */
  public static Optional<List<X509Certificate>> certificates(String pem) {
    return blocks(pem, "CERTIFICATE").flatMap(PemDocument::certificates);
  }

  private static Optional<List<byte[]>> blocks(String pem, String type) {
    List<byte[]> blocks = new ArrayList<>();
    if (pem.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String begin = "-----BEGIN " + type + "-----";
    String end = "-----END " + type + "-----";
    int at = pem.indexOf(BEGIN);
    while (at >= 0) {
      int close = pem.indexOf(end, at);
      if (!pem.startsWith(begin, at) || close < 0) {
        return Optional.empty();
      }
      Optional<byte[]> block = content(pem.substring(at + begin.length(), close));
      if (block.isEmpty()) {
        return Optional.empty();
      }
      blocks.add(block.get());
      at = pem.indexOf(BEGIN, close + end.length());
    }
    return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks);
  }

  private static Optional<byte[]> content(String text) {
    String body = HEADER.matcher(text).replaceAll("").replaceAll("\\s", "");
    try {
      return Optional.of(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<PublicKey>> keys(List<byte[]> blocks) {
    List<PublicKey> keys = new ArrayList<>();
    for (byte[] block : blocks) {
      Optional<PublicKey> key = key(block);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      keys.add(key.get());
    }
    return Optional.of(keys);
  }

  private static Optional<PublicKey> key(byte[] encoded) {
    return KEY_ALGORITHMS.stream()
        .flatMap(algorithm -> key(encoded, algorithm).stream())
        .findFirst();
  }

  private static Optional<PublicKey> key(byte[] encoded, String algorithm) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // of another algorithm, or of none
    }
  }

  private static Optional<List<X509Certificate>> certificates(List<byte[]> blocks) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] block : blocks) {
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block)));
      }
    } catch (CertificateException e) {
      return Optional.empty();
    }
    return Optional.of(certificates);
  }
}
