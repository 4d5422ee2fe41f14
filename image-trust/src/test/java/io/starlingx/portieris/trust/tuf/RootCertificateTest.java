/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootCertificateTest {

  private static final String GUN = "registry.test/team/app";

  private static Optional<RootCertificate> of(TestKey key) {
    return RootCertificate.of(new TrustKey(key.id(), key.type(), key.encoded()));
  }

  private static Optional<String> problem(TestKey key) {
    return of(key).orElseThrow().timelessProblem(GUN);
  }

  private static TestKey leaf(KeyPair pair, TestCertificate certificate) {
    return TestKey.of(pair, certificate.build());
  }

  @Test
  void aBareKeyIsNone() {
    TestKey certified = TestKey.certified(GUN);
    assertThat(of(certified)).isPresent();
    assertThat(of(TestKey.bare())).isEmpty();
    assertThat(of(certified.encodedAs("ecdsa", certified.encoded()))).isEmpty();
    assertThat(of(certified.encodedAs("ed25519-x509", certified.encoded()))).isEmpty();
    assertThat(of(certified.encodedAs("rsa-x509", certified.encoded()))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {GUN, "registry.test/team/*", "registry.test/team/a*", "*"})
  void countsForTheRepositoryThatItNames(String commonName) {
    assertThat(problem(TestKey.certified(commonName))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.test/team/ap",
        "registry.test/team/app2",
        "registry.test/team/",
        "registry.test/other/*",
        "registry.test/*/app",
        "REGISTRY.TEST/team/app"
      })
  void countsForNoOtherRepository(String commonName) {
    assertThat(problem(TestKey.certified(commonName))).contains("its common name is not " + GUN);
  }

  @Test
  void countsForNothingWithoutExactlyOneName() {
    KeyPair pair = TestKey.generate();
    assertThat(problem(leaf(pair, new TestCertificate(pair)))).isPresent();
    assertThat(problem(leaf(pair, new TestCertificate(pair, GUN, GUN)))).isPresent();
    assertThat(problem(leaf(pair, new TestCertificate(pair, "other", GUN)))).isPresent();
  }

  @Test
  void countsOnlyInTheFormThatItsIdIsMadeFrom() {
    TestKey key = TestKey.certified(GUN);
    String pem = new String(key.encoded(), US_ASCII);
    assertThat(problem(key.encodedAs(key.type(), ("comment\n" + pem).getBytes(US_ASCII))))
        .contains("its PEM is not in the form that its key id is computed from");
  }

  @Test
  void isNotSignedWithABrokenHash() {
    KeyPair pair = TestKey.generate();
    assertThat(problem(leaf(pair, new TestCertificate(pair, GUN).signedWith("SHA1withECDSA"))))
        .contains("it is signed with SHA1withECDSA");
  }

  @ParameterizedTest
  @CsvSource({"1024, MD5withRSA", "1024, MD2withRSA", "1024, SHA1withRSA", "1024, SHA256withRSA"})
  void itsAuthoritiesAreNoWeaker(int modulus, String algorithm) {
    assertThat(problem(issuedBy(modulus, algorithm))).isPresent();
  }

  @Test
  void takesRsaKeysOf2048Bits() {
    assertThat(problem(issuedBy(2048, "SHA256withRSA"))).isEmpty();
    assertThat(problem(issuedBy(2047, "SHA256withRSA")))
        .contains("its RSA key is shorter than 2048 bits");
  }

  private static TestKey issuedBy(int modulus, String algorithm) {
    KeyPair pair = TestKey.generate();
    X509Certificate leaf = new TestCertificate(pair, GUN).build();
    KeyPair rsa = rsa(modulus);
    X509Certificate authority =
        new TestCertificate(rsa, "Authority").authority().signedWith(algorithm).build();
    return TestKey.of(pair, leaf, authority);
  }

  private static KeyPair rsa(int modulus) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(modulus);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2020-05-01T00:00:00Z,",
    "2020-04-30T00:00:00Z,",
    "2020-04-29T23:59:59Z, it is not valid before 2020-05-01T00:00:00Z",
    "2021-05-01T00:00:00Z,",
    "2021-05-01T00:00:01Z, it is not valid after 2021-05-01T00:00:00Z"
  })
  void countsWhileItIsValidGiveOrTakeADayAtItsBeginning(Instant now, String problem) {
    KeyPair pair = TestKey.generate();
    TestKey key =
        leaf(
            pair,
            new TestCertificate(pair, GUN)
                .notBefore("2020-05-01T00:00:00Z")
                .notAfter(Instant.parse("2021-05-01T00:00:00Z")));
    assertThat(of(key).orElseThrow().problemAt(now)).isEqualTo(Optional.ofNullable(problem));
  }

  @Test
  void expiresWithTheFirstOfItsCertificates() {
    Instant early = Instant.parse("2030-01-01T00:00:00Z");
    KeyPair pair = TestKey.generate();
    TestKey key =
        TestKey.of(
            pair,
            new TestCertificate(pair, GUN).build(),
            new TestCertificate(pair, "Authority").authority().notAfter(early).build());
    assertThat(of(key).orElseThrow().expires()).isEqualTo(early);
  }
}
