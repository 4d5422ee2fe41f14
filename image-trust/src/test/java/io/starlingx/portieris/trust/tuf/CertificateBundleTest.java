/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificateBundleTest {

  private static final TestKey LEAF = TestKey.certified("registry.test/app");

  private static byte[] padded(int length) {
    byte[] padded = Arrays.copyOf(LEAF.encoded(), length);
    Arrays.fill(padded, LEAF.encoded().length, length, (byte) '\n');
    return padded;
  }

  private static byte[] times(int count) {
    return TestKey.pem(Collections.nCopies(count, LEAF.certificate()).stream());
  }

  private static boolean isLeafWithAuthorities(TestKey key) {
    return CertificateBundle.parse(key.encoded()).orElseThrow().isLeafWithAuthorities();
  }

  @Test
  void readsNoMoreThan64Kibibytes() {
    assertThat(CertificateBundle.parse(padded(64 * 1024))).isPresent();
    assertThat(CertificateBundle.parse(padded(64 * 1024 + 1))).isEmpty();
  }

  @Test
  void readsNoMoreThanTenCertificates() {
    assertThat(CertificateBundle.parse(times(10)).orElseThrow().certificates()).hasSize(10);
    assertThat(CertificateBundle.parse(times(11))).isEmpty();
  }

  @Test
  void refusesAnythingBesideCertificates() {
    byte[] key = TestKey.pem(Stream.of(LEAF.certificate(), LEAF.publicKey()));
    assertThat(CertificateBundle.parse(key)).isEmpty();
  }

  @Test
  void findsNoCertificateInOtherText() {
    assertThat(CertificateBundle.parse("no PEM at all".getBytes(US_ASCII))).isEmpty();
    assertThat(CertificateBundle.parse(new byte[0])).isEmpty();
  }

  @Test
  void refusesWhatIsOnlyCalledACertificate() {
    String pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n";
    assertThat(CertificateBundle.parse(pem.formatted("AAAA").getBytes(US_ASCII))).isEmpty();
    assertThat(CertificateBundle.parse(pem.formatted("A").getBytes(US_ASCII))).isEmpty();
  }

  @Test
  void aLeafIsFollowedByAuthoritiesOnly() {
    TestKey authority = TestKey.authority("Authority");
    assertThat(isLeafWithAuthorities(LEAF)).isTrue();
    assertThat(isLeafWithAuthorities(with(authority))).isTrue();
    assertThat(isLeafWithAuthorities(with(TestKey.certified("another leaf")))).isFalse();
    assertThat(isLeafWithAuthorities(authority)).isFalse();
  }

  /** An authority that may issue to leaves only has a path length of 0. */
  @Test
  void anAuthorityOfTheLastStepIsOne() {
    KeyPair pair = TestKey.generate();
    TestKey last = TestKey.of(pair, new TestCertificate(pair, "Authority").authority(0).build());
    assertThat(isLeafWithAuthorities(with(last))).isTrue();
    assertThat(isLeafWithAuthorities(last)).isFalse();
  }

  private static TestKey with(TestKey next) {
    return TestKey.of(LEAF.pair(), LEAF.certificate(), next.certificate());
  }

  @Test
  void knowsTheOneFormThatKeyIdsAreMadeFrom() {
    CertificateBundle bundle = CertificateBundle.parse(LEAF.encoded()).orElseThrow();
    assertThat(bundle.isEncodedAs(LEAF.encoded())).isTrue();
    assertThat(bundle.isEncodedAs(padded(LEAF.encoded().length + 1))).isFalse();
    assertThat(
            bundle.isEncodedAs(
                new String(LEAF.encoded(), StandardCharsets.US_ASCII)
                    .replace("\n", "\r\n")
                    .getBytes(US_ASCII)))
        .isFalse();
  }
}
