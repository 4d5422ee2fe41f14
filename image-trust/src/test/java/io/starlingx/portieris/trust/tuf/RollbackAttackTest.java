/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attacker replays old data, or shows different people different data. */
class RollbackAttackTest {

  @TempDir Path state;

  private final TestKey alice = TestKey.bare();
  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN)
          .target("targets", "v1", "one")
          .delegate("targets/alice", List.of(""), alice);

  @BeforeEach
  void acceptVersionFive() {
    for (String role : List.of("timestamp", "snapshot", "targets", "targets/alice")) {
      publisher.version(role, 5);
    }
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  /** Each time a new process on the same state. */
  private TufFixture client() {
    return new TufFixture(publisher, new DirectoryFloor(state));
  }

  @Test
  void rejectsTimestampOlderThanStored() {
    publisher.version("timestamp", 4).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsSnapshotOlderThanStoredUnderNewerTimestamp() {
    publisher.version("timestamp", 6).version("snapshot", 4).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsTargetsOlderThanStoredUnderNewerSnapshot() {
    publisher.version("timestamp", 6).version("snapshot", 6).version("targets", 4).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsDelegationOlderThanStored() {
    publisher.version("timestamp", 6).version("snapshot", 6).version("targets/alice", 4).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void rejectsSnapshotThatHidesAPublishedDelegation() {
    publisher.version("timestamp", 6).version("snapshot", 6).unpublish("targets/alice").publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void acceptsThatADelegationIsTakenAway() {
    publisher.edit("targets").remove("delegations");
    publisher.unpublish("targets/alice").publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void rejectsOtherTimestampOfTheSameVersion() {
    publisher.expires("timestamp", "2119-01-01T00:00:00Z").publish();
    assertThat(client().code()).isEqualTo(ReasonCode.EQUIVOCATION);
  }

  @Test
  void rejectsOtherTargetsOfTheSameVersion() {
    publisher.target("targets", "v1", "other").version("timestamp", 6).version("snapshot", 6);
    publisher.publish();
    assertThat(client().code()).isEqualTo(ReasonCode.EQUIVOCATION);
  }

  @Test
  void acceptsTheSameContentSignedAnew() {
    byte[] before = publisher.served("timestamp");
    publisher.version("timestamp", 6).version("snapshot", 6).publish();
    assertThat(publisher.served("timestamp")).isNotEqualTo(before);
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void remembersADroppedDelegation() {
    publisher.expires("targets/alice", "2020-01-01T00:00:00Z").version("targets/alice", 6);
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);

    publisher.expires("targets/alice", TestPublisher.FOREVER).version("targets/alice", 4);
    publisher.publishNext();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void keepsTheOldFloorWhenAnUpdateFailsHalfway() {
    publisher.version("timestamp", 9).version("snapshot", 9).version("targets", 4).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ROLLBACK);

    publisher.version("timestamp", 6).version("snapshot", 6).version("targets", 6).publish();
    assertThat(client().code()).isEqualTo(ReasonCode.ALLOW);
  }
}
