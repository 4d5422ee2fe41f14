/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The {@code caBundle} of a webhook's client configuration: PEM certificates in base64. */
public final class CaBundle {

  private CaBundle() {}

  /**
   * What a bundle must become to hold these certificates; empty when it is as it should be.
   * Certificates of others stay unless expired, those of authorities of ours that are older than
   * all of {@code certificates} go (a newer one is another replica's, which renewed), and so does
   * what is not PEM: with it the API server would trust nothing at all.
   */
  public static Optional<String> with(
      List<X509Certificate> certificates, String bundle, Instant now) {
    List<X509Certificate> present = read(bundle);
    List<X509Certificate> wanted = new ArrayList<>();
    for (X509Certificate certificate : present) {
      boolean ours = certificate.getSubjectX500Principal().equals(CertificateAuthority.NAME);
      boolean alive = now.isBefore(certificate.getNotAfter().toInstant());
      if (alive && !(ours && certificates.stream().allMatch(c -> isOlder(certificate, c)))) {
        wanted.add(certificate);
      }
    }
    certificates.stream().filter(c -> !wanted.contains(c)).forEach(wanted::add);
    return !present.isEmpty() && wanted.equals(present)
        ? Optional.empty()
        : Optional.of(write(wanted));
  }

  private static boolean isOlder(X509Certificate certificate, X509Certificate than) {
    return certificate.getNotBefore().toInstant().isBefore(than.getNotBefore().toInstant());
  }

  private static List<X509Certificate> read(String bundle) {
    try {
      String pem = new String(Base64.getDecoder().decode(bundle), UTF_8);
      return pem.isBlank() ? List.of() : KeyPairPem.certificates(pem, "caBundle");
    } catch (IllegalArgumentException | UnusableCertificateException e) {
      return List.of(); // replaced as a whole
    }
  }

  private static String write(List<X509Certificate> certificates) {
    String pem = certificates.stream().map(KeyPairPem::write).collect(Collectors.joining());
    return Base64.getEncoder().encodeToString(pem.getBytes(UTF_8));
  }
}
