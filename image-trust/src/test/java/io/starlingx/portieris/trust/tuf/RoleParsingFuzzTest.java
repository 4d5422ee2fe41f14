/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** Hostile files end in a reason, never in a crash. */
class RoleParsingFuzzTest {

  private static final Set<ReasonCode> REASONS =
      EnumSet.of(
          ReasonCode.MALFORMED,
          ReasonCode.TOO_LARGE,
          ReasonCode.BAD_SIGNATURE,
          ReasonCode.THRESHOLD,
          ReasonCode.ROOT_UNTRUSTED,
          ReasonCode.EXPIRED);

  @FuzzTest(maxDuration = "2s")
  void rootEndsInAReason(byte[] file) {
    try {
      RootMetadata root = RootMetadata.parse(file);
      new RootVerifier(
              new RootAnchor.FirstUse(), TufFixture.GUN, Instant.parse("2026-11-23T00:00:00Z"))
          .verifyFirst(root);
    } catch (TufException e) {
      assertThat(e.code()).isIn(REASONS);
    }
  }

  @FuzzTest(maxDuration = "2s")
  void targetsEndInAReason(byte[] file) {
    try {
      TargetsMetadata targets = TargetsMetadata.parse(SignedFile.parse(Role.TARGETS, file));
      for (TargetsMetadata.Delegation delegation : targets.delegations()) {
        delegation.keys().verify(targets.file());
      }
    } catch (TufException e) {
      assertThat(e.code()).isIn(REASONS);
    }
  }

  @FuzzTest(maxDuration = "2s")
  void snapshotEndsInAReason(byte[] file) {
    try {
      SnapshotMetadata.snapshot(SignedFile.parse(Role.SNAPSHOT, file));
    } catch (TufException e) {
      assertThat(e.code()).isIn(REASONS);
    }
  }

  @FuzzTest(maxDuration = "2s")
  void timestampEndsInAReason(byte[] file) {
    try {
      SnapshotMetadata.timestamp(SignedFile.parse(Role.TIMESTAMP, file));
    } catch (TufException e) {
      assertThat(e.code()).isIn(REASONS);
    }
  }
}
