/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import io.starlingx.portieris.trust.policy.PemDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads a CA value: an absolute path, or base64 of PEM, told apart as the platform does: base64 is
 * what decodes to text with {@code -----BEGIN} in it.
 */
final class CaReader {

  private static final int LARGEST = 256 * 1024;
  private static final String ACCEPTED =
      "absolute path of a file with PEM certificates, or base64 of such a file";
  private static final String BEGIN = "-----BEGIN ";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final InstantSource clock;

  CaReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The certificates.
   *
   * @param name of the key, for the platform's wording
   */
  Optional<CaBundle> read(Value value, String name) {
    return value
        .text(ACCEPTED)
        .flatMap(
            text ->
                decoded(text).or(() -> file(text, value, name)).flatMap(pem -> bundle(pem, value)));
  }

  private static Optional<String> decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("\\s", ""));
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1))
          .filter(pem -> pem.contains("-----BEGIN"));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no base64, so a path
    }
  }

  private static Optional<String> file(String text, Value value, String name) {
    if (text.contains("-----BEGIN")) {
      value.problem("is PEM text itself", "base64 of it (base64 -w0 FILE), or the file's path");
      return Optional.empty();
    }
    if (!text.startsWith("/") || text.contains("\n")) {
      value.problem("is neither an absolute path nor base64 of PEM", ACCEPTED);
      return Optional.empty();
    }
    try {
      Path path = Path.of(text);
      if (!Files.isRegularFile(path)) {
        value.problem(
            Files.isDirectory(path)
                ? "is a directory (" + text + ")"
                : name + " file not found. (" + text + ")",
            ACCEPTED);
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
          value.problem("the file is larger than " + LARGEST / 1024 + " KiB", ACCEPTED);
          return Optional.empty();
        }
        return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException | InvalidPathException e) {
      value.problem("the file cannot be read", ACCEPTED);
      return Optional.empty();
    }
  }

  private Optional<CaBundle> bundle(String text, Value value) {
    List<String> certificates = new ArrayList<>();
    int at = text.indexOf(BEGIN);
    if (at < 0) {
      value.problem(
          text.startsWith("0\u0082")
              ? "the file is in DER; convert it: openssl x509 -inform der -in FILE -out ca.pem"
              : "there is no PEM certificate in the file",
          ACCEPTED);
      return Optional.empty();
    }
    for (; at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int number = certificates.size() + 1;
      Optional<X509Certificate> certificate = certificate(text, at, number, value);
      if (certificate.isEmpty()) {
        return Optional.empty();
      }
      remark(certificate.get(), number, value);
      certificates.add(pem(certificate.get()));
    }
    return Optional.of(new CaBundle(certificates));
  }

  private static Optional<X509Certificate> certificate(
      String text, int begin, int number, Value value) {
    int labelEnd = text.indexOf("-----", begin + BEGIN.length());
    String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
    if (label.contains("PRIVATE KEY")) {
      value.problem("holds a private key, which must not leave its owner", ACCEPTED);
      return Optional.empty();
    }
    if (!label.equals("CERTIFICATE")) {
      value.problem("PEM block " + number + " is no certificate", ACCEPTED);
      return Optional.empty();
    }
    String endLine = "-----END CERTIFICATE-----";
    int end = text.indexOf(endLine, labelEnd);
    Optional<X509Certificate> certificate =
        end < 0
            ? Optional.empty()
            : PemDocument.certificates(text.substring(begin, end + endLine.length()))
                .map(List::getFirst);
    if (certificate.isEmpty()) {
      value.problem("certificate " + number + " is damaged", ACCEPTED);
    }
    return certificate;
  }

  private void remark(X509Certificate certificate, int number, Value value) {
    Instant now = clock.instant();
    String subject =
        "certificate " + number + " (" + certificate.getSubjectX500Principal().getName() + ")";
    if (certificate.getNotAfter().toInstant().isBefore(now)) {
      value.notice(
          subject + " expired on " + DAY.format(certificate.getNotAfter().toInstant()), "");
    }
    if (certificate.getNotBefore().toInstant().isAfter(now)) {
      value.notice(
          subject + " is not valid before " + DAY.format(certificate.getNotBefore().toInstant()),
          "");
    }
    if (certificate.getBasicConstraints() < 0 && certificate.getVersion() >= 3) {
      value.notice(subject + " is not a CA certificate; only this very certificate is trusted", "");
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has an encoding", e);
    }
  }
}
