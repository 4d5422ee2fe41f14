/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * The rules that a certificate must pass before its key may sign a root. They bind the root to the
 * repository: the common name must be its GUN, or a prefix of it before a final {@code *}.
 */
record RootCertificate(TrustKey key, CertificateBundle bundle) {

  private static final Duration CLOCK_SKEW = Duration.ofDays(1);
  private static final int SHORTEST_MODULUS = 2048;

  /** The certificate of a root key; empty for a bare key and for what is no such bundle. */
  static Optional<RootCertificate> of(TrustKey key) {
    return key.isCertificate()
        ? CertificateBundle.parse(key.encoded())
            .filter(CertificateBundle::isLeafWithAuthorities)
            .map(bundle -> new RootCertificate(key, bundle))
        : Optional.empty();
  }

  /** Why this certificate does not count for {@code gun}, whatever the time; empty if it does. */
  Optional<String> timelessProblem(String gun) {
    if (!names(gun)) {
      return Optional.of("its common name is not " + gun);
    }
    if (!bundle.isEncodedAs(key.encoded())) {
      return Optional.of("its PEM is not in the form that its key id is computed from");
    }
    return bundle.certificates().stream().flatMap(RootCertificate::weakness).findFirst();
  }

  /** Why this certificate does not count at {@code now}; empty if it does. */
  Optional<String> problemAt(Instant now) {
    for (X509Certificate certificate : bundle.certificates()) {
      if (certificate.getNotBefore().toInstant().isAfter(now.plus(CLOCK_SKEW))) {
        return Optional.of("it is not valid before " + certificate.getNotBefore().toInstant());
      }
      if (certificate.getNotAfter().toInstant().isBefore(now)) {
        return Optional.of("it is not valid after " + certificate.getNotAfter().toInstant());
      }
    }
    return Optional.empty();
  }

  Instant expires() {
    return bundle.certificates().stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static Stream<String> weakness(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    if (algorithm.contains("SHA1") || algorithm.contains("MD5") || algorithm.contains("MD2")) {
      return Stream.of("it is signed with " + certificate.getSigAlgName());
    }
    return certificate.getPublicKey() instanceof RSAPublicKey rsa
            && rsa.getModulus().bitLength() < SHORTEST_MODULUS
        ? Stream.of("its RSA key is shorter than " + SHORTEST_MODULUS + " bits")
        : Stream.empty();
  }

  private boolean names(String gun) {
    List<String> names = commonNames(bundle.leaf());
    if (names.size() != 1) {
      return false;
    }
    String name = names.getFirst();
    return name.equals(gun)
        || (name.endsWith("*") && gun.startsWith(name.substring(0, name.length() - 1)));
  }

  private static List<String> commonNames(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        Attribute name = rdn.toAttributes().get("CN");
        for (int i = 0; name != null && i < name.size(); i++) {
          names.add(String.valueOf(name.get(i)));
        }
      }
    } catch (NamingException e) {
      return List.of();
    }
    return names;
  }
}
