/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attacker wants another root to be trusted. */
class RootRotationAttackTest {

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one");
  private final TestKey first = publisher.signer("root");
  private final TestKey second = TestKey.certified(TufFixture.GUN);

  @BeforeEach
  void acceptRootOne() {
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  private TufFixture client() {
    return new TufFixture(publisher, new DirectoryFloor(state));
  }

  private void rotate(long version, TestKey... signers) {
    publisher.keys("root", second).signedBy("root", signers).version("root", version).publishNext();
  }

  @Test
  void followsARootSignedByOldAndNewKey() {
    rotate(2, first, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void rejectsRootSignedByItsOwnKeyOnly() {
    rotate(2, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ROOT_ROTATION);
  }

  @Test
  void rejectsRootSignedByTheOldKeyOnly() {
    rotate(2, first);
    assertThat(client().code()).isEqualTo(ReasonCode.BAD_SIGNATURE);
  }

  @Test
  void rejectsAHoleInTheHistory() {
    rotate(3, first, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ROOT_ROTATION);
  }

  @Test
  void rejectsAnotherVersionInTheHistory() {
    rotate(3, first, second);
    publisher.files().put("2.root", publisher.served("3.root"));
    assertThat(client().code()).isEqualTo(ReasonCode.ROOT_ROTATION);
  }

  @Test
  void doesNotWalkWithoutEnd() {
    rotate(1_000_000, first, second);
    publisher.asked();
    assertThat(client().code()).isEqualTo(ReasonCode.ROOT_ROTATION);
    assertThat(publisher.asked()).hasSizeLessThan(5);
  }

  @Test
  void walksAsFarAsTheLimit() {
    TestKey old = first;
    for (long version = 2; version <= 1 + RootUpdate.MAX_STEPS; version++) {
      TestKey next = TestKey.certified(TufFixture.GUN);
      publisher.keys("root", next).signedBy("root", old, next).version("root", version).publish();
      old = next;
    }
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void saysThatTheWalkWouldBeTooLong() {
    rotate(2 + RootUpdate.MAX_STEPS, first, second);
    assertThat(client().update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Rejected(
                    ReasonCode.ROOT_ROTATION,
                    "could not rotate trust to a new trusted root: version 66 is more than 64 after"
                        + " version 1")));
  }

  @Test
  void rejectsAStepThatItsOwnKeyHasNotSigned() {
    rotate(2, first);
    publisher.signedBy("root", second).version("root", 3).publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.BAD_SIGNATURE);
  }

  /** A key whose certificate is for another repository does not speak for this one. */
  @Test
  void rejectsARootLinkedByAKeyThatDoesNotCount() {
    TestKey stranger = TestKey.certified("registry.test/other");
    publisher.keys("root", first, stranger).version("root", 2);
    publisher.edit("root").withObject("/roles/root").put("threshold", 1);
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    rotate(3, stranger, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ROOT_ROTATION);
    rotate(3, first, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void passesOverACertificateThatHasExpiredOnTheWay() {
    TestKey authority = TestKey.authority("Authority");
    RootAnchor anchor = new RootAnchor.Authorities(List.of(authority.certificate()));
    TestKey one = authority.issues(TufFixture.GUN, KeyPurposeId.id_kp_codeSigning);
    TestKey outlived =
        authority.issues(
            TufFixture.GUN, KeyPurposeId.id_kp_codeSigning, Instant.parse("2021-01-01T00:00:00Z"));
    publisher.keys("root", one).publish();
    assertThat(client().code(anchor)).isEqualTo(ReasonCode.ALLOW);
    publisher.keys("root", outlived).signedBy("root", one, outlived).version("root", 2);
    publisher.publishNext();
    assertThat(client().code(anchor)).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    publisher.keys("root", one).signedBy("root", outlived, one).version("root", 3).publishNext();
    assertThat(client().code(anchor)).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void rejectsARootWhoseCertificateHasExpiredSinceItWasAccepted() {
    TestKey brief = TestKey.certified(TufFixture.GUN, Instant.parse("2027-01-01T00:00:00Z"));
    publisher.keys("root", brief).signedBy("root", first, brief).version("root", 2).publishNext();
    TufFixture client = client();
    assertThat(client.update())
        .isInstanceOfSatisfying(
            UpdateResult.Updated.class,
            updated ->
                assertThat(updated.repository().baseExpires())
                    .isEqualTo(Instant.parse("2027-01-01T00:00:00Z")));
    client.isNow("2027-01-01T00:00:01Z");
    assertThat(client.code()).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
  }

  @Test
  void aCertificateThatDoesNotCountShortensNothing() {
    TestKey stranger =
        TestKey.certified("registry.test/other", Instant.parse("2027-01-01T00:00:00Z"));
    publisher.keys("root", first, stranger).version("root", 2);
    publisher.edit("root").withObject("/roles/root").put("threshold", 1);
    publisher.publishNext();
    assertThat(client().update())
        .isInstanceOfSatisfying(
            UpdateResult.Updated.class,
            updated ->
                assertThat(updated.repository().baseExpires())
                    .isEqualTo(Instant.parse(TestPublisher.FOREVER)));
  }

  @Test
  void rejectsAnOlderRoot() {
    byte[] one = publisher.served("root");
    rotate(2, first, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);

    rotate(3, first, second);
    publisher.files().put("root", one);
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsOtherRootOfTheSameVersion() {
    publisher.keys("timestamp", TestKey.bare()).publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.EQUIVOCATION);
  }

  @Test
  void acceptsTheSameRootSignedAnew() {
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void rejectsAServerThatWasSetUpAgain() {
    TestPublisher impostor = new TestPublisher(TufFixture.GUN).target("targets", "v1", "evil");
    impostor.publish();
    assertThat(new TufFixture(impostor, new DirectoryFloor(state)).code())
        .isEqualTo(ReasonCode.ROOT_ROTATION);
  }

  @Test
  void passesOverAnExpiredRootOnTheWay() {
    publisher.expires("root", "2020-01-01T00:00:00Z");
    rotate(2, first, second);
    assertThat(client().code()).isEqualTo(ReasonCode.EXPIRED);
    publisher.expires("root", TestPublisher.FOREVER);
    rotate(3, second);
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void canNotTellWhetherKeysWereRotatedWhileTheServerIsSilent() {
    rotate(2, first, second);
    publisher.fault("root", new ReadResult.OtherStatus(503));
    assertThat(client().code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void asksForNewTimestampKeysOfARotatedRoot() {
    publisher.keys("timestamp", TestKey.bare()).version("root", 2).publishNext();
    publisher.asked();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(publisher.asked()).startsWith("timestamp", "root", "timestamp");
  }
}
