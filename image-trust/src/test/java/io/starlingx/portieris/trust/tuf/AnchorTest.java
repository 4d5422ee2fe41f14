/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorTest {

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one");
  private final TestKey rootKey = publisher.signer("root");

  private ReasonCode code(RootAnchor anchor) {
    publisher.publishNext();
    return new TufFixture(publisher, new DirectoryFloor(state)).code(anchor);
  }

  @Test
  void admitsPinnedKeyIdsInBothForms() {
    assertThat(code(new RootAnchor.KeyIds(Set.of(rootKey.id())))).isEqualTo(ReasonCode.ALLOW);
    assertThat(code(new RootAnchor.KeyIds(Set.of(rootKey.asBare().id()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void rejectsOtherPinnedKeyIds() {
    assertThat(code(new RootAnchor.KeyIds(Set.of("0".repeat(64)))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void countsOnlyPinnedKeysTowardsTheThreshold() {
    publisher.keys("root", rootKey, TestKey.certified(TufFixture.GUN));
    assertThat(code(new RootAnchor.KeyIds(Set.of(rootKey.id())))).isEqualTo(ReasonCode.THRESHOLD);
  }

  @Test
  void evaluatesThePinOnARotatedRootToo() {
    RootAnchor anchor = new RootAnchor.KeyIds(Set.of(rootKey.id()));
    assertThat(code(anchor)).isEqualTo(ReasonCode.ALLOW);

    TestKey next = TestKey.certified(TufFixture.GUN);
    publisher.keys("root", next).signedBy("root", rootKey, next).version("root", 2);
    assertThat(code(anchor)).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(code(new RootAnchor.KeyIds(Set.of(rootKey.id(), next.id()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void requiresASignatureByThePinnedPublicKey() {
    TestKey other = TestKey.certified(TufFixture.GUN);
    assertThat(code(new RootAnchor.PublicKeys(List.of(rootKey.publicKey()))))
        .isEqualTo(ReasonCode.ALLOW);
    assertThat(code(new RootAnchor.PublicKeys(List.of(other.publicKey()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void doesNotTakeAListedPublicKeyForASignature() {
    TestKey other = TestKey.certified(TufFixture.GUN);
    publisher.keys("root", rootKey, other).signedBy("root", other);
    publisher.edit("root").withObject("/roles/root").put("threshold", 1);
    assertThat(code(new RootAnchor.PublicKeys(List.of(rootKey.publicKey()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void requiresAsManyPinnedPublicKeysAsTheRootsThreshold() {
    TestKey other = TestKey.certified(TufFixture.GUN);
    publisher.keys("root", rootKey, other);
    assertThat(code(new RootAnchor.PublicKeys(List.of(rootKey.publicKey()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(code(new RootAnchor.PublicKeys(List.of(rootKey.publicKey(), other.publicKey()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void followsRotationsFromAPinnedPublicKey() {
    RootAnchor anchor = new RootAnchor.PublicKeys(List.of(rootKey.publicKey()));
    assertThat(code(anchor)).isEqualTo(ReasonCode.ALLOW);
    TestKey old = rootKey;
    for (long version = 2; version <= 3; version++) {
      TestKey next = TestKey.certified(TufFixture.GUN);
      publisher.keys("root", next).signedBy("root", old, next).version("root", version);
      publisher.publishNext();
      old = next;
    }
    assertThat(code(anchor)).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void admitsCertificatesOfPinnedAuthorities() {
    TestKey authority = TestKey.authority("Test authority");
    for (KeyPurposeId usage :
        List.of(
            KeyPurposeId.id_kp_codeSigning,
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.anyExtendedKeyUsage)) {
      publisher.keys("root", authority.issues(TufFixture.GUN, usage));
      assertThat(code(new RootAnchor.Authorities(List.of(authority.certificate()))))
          .isEqualTo(ReasonCode.ALLOW);
      publisher.version("root", publisher.edit("root").path("version").asLong() + 1);
      state = state.resolve("next");
    }
  }

  /** The chain is judged as of the clock that was handed in, not of the machine's. */
  @Test
  void admitsACertificateThatWasValidAtTheMomentAskedFor() {
    TestKey authority = TestKey.authority("Test authority");
    publisher.keys(
        "root",
        authority.issues(
            TufFixture.GUN, KeyPurposeId.id_kp_codeSigning, Instant.parse("2022-01-01T00:00:00Z")));
    publisher.publish();
    TufFixture client = new TufFixture(publisher, new DirectoryFloor(state));
    client.isNow("2021-06-01T00:00:00Z");
    assertThat(client.code(new RootAnchor.Authorities(List.of(authority.certificate()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void admitsACertificateByTheAuthoritiesThatItBrings() {
    TestKey authority = TestKey.authority("Test authority");
    KeyPair middle = TestKey.generate();
    TestKey between =
        TestKey.of(
            middle,
            new TestCertificate(middle, "Between").issuedBy(authority).authority(0).build());
    KeyPair pair = TestKey.generate();
    X509Certificate leaf = new TestCertificate(pair, TufFixture.GUN).issuedBy(between).build();
    publisher.keys("root", TestKey.of(pair, leaf, between.certificate()));
    RootAnchor anchor = new RootAnchor.Authorities(List.of(authority.certificate()));
    assertThat(code(anchor)).isEqualTo(ReasonCode.ALLOW);
    publisher.version("root", 2).keys("root", TestKey.of(pair, leaf));
    state = state.resolve("next");
    assertThat(code(anchor)).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void saysThatARootIsUntrustedRatherThanExpired() {
    publisher.expires("root", "2021-01-01T00:00:00Z");
    assertThat(code(new RootAnchor.PublicKeys(List.of(TestKey.bare().publicKey()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.EXPIRED);
  }

  @Test
  void rejectsCertificatesOfOtherAuthorities() {
    TestKey authority = TestKey.authority("Test authority");
    publisher.keys(
        "root",
        TestKey.authority("Test authority").issues(TufFixture.GUN, KeyPurposeId.id_kp_codeSigning));
    assertThat(code(new RootAnchor.Authorities(List.of(authority.certificate()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void rejectsCertificatesForOtherUses() {
    TestKey authority = TestKey.authority("Test authority");
    publisher.keys("root", authority.issues(TufFixture.GUN, KeyPurposeId.id_kp_emailProtection));
    assertThat(code(new RootAnchor.Authorities(List.of(authority.certificate()))))
        .isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void rejectsTheRootOfAnotherRepository() {
    publisher.keys("root", TestKey.certified("registry.test/team/other"));
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void rejectsAnExpiredRootCertificate() {
    publisher.keys(
        "root", TestKey.certified(TufFixture.GUN, Instant.parse("2021-01-01T00:00:00Z")));
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void rejectsABareRootKey() {
    publisher.keys("root", TestKey.bare());
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void rejectsAnAuthorityAsRootKey() {
    publisher.keys("root", TestKey.authority(TufFixture.GUN));
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void withoutAnAnchorOnlyAKnownRootCounts() {
    assertThat(code(new RootAnchor.Nothing())).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(code(new RootAnchor.FirstUse())).isEqualTo(ReasonCode.ALLOW);
    assertThat(code(new RootAnchor.Nothing())).isEqualTo(ReasonCode.ALLOW);
  }
}
