/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real notary servers answered, byte for byte. */
class CapturedServersTest {

  private static final String V1 =
      "f37848dc4c51616cff8c4b5c79064c1ea3c80d15e84ea2af102bff7810db3703";
  private static final String RELEASED =
      "5fc15ab93b983a8e9119fec27fc0d5b27550cf157b23f345b963c5ede60de5a8";

  @TempDir Path state;

  @Test
  void trustsAServerSeenForTheFirstTime() {
    Verdict verdict = verify("basic", "basic:v1");

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Trusted.class,
            trusted -> {
              assertThat(trusted.digest()).contains(new Digest(V1));
              assertThat(trusted.validUntil()).isBetween(Fixtures.CAPTURED, end("2026-12-07"));
            });
  }

  @Test
  void refusesEverythingOnceTheTimestampIsPast() {
    assertThat(
            Fixtures.verify(
                    server("basic"),
                    state,
                    request("localhost:15000/team/basic:v1"),
                    end("2027-01-01"))
                .code())
        .isEqualTo(ReasonCode.EXPIRED);
  }

  @ParameterizedTest
  @CsvSource({"root", "targets", "snapshot", "timestamp"})
  void refusesTamperedData(String role) {
    ReasonCode expected =
        role.equals("targets") || role.equals("snapshot")
            ? ReasonCode.CHECKSUM
            : ReasonCode.BAD_SIGNATURE;
    assertThat(verify("tampered-" + role, "basic:v1").code()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotated-root", "rotated-snapshot", "rotated-timestamp"})
  void followsRotatedKeys(String repository) {
    for (int stage = 1; stage <= 3; stage++) {
      assertThat(verify(repository + "/stage" + stage, repository + ":v1"))
          .as("stage %s", stage)
          .isInstanceOf(Verdict.Trusted.class);
    }
  }

  @Test
  void followsARootThatIsTwoRotationsAhead() {
    verify("rotated-root/stage1", "rotated-root:v1");
    ServerFiles server = server("rotated-root/stage3");

    Verdict verdict =
        Fixtures.verify(server, state, request("localhost:15000/team/rotated-root:v1"));

    assertThat(verdict).isInstanceOf(Verdict.Trusted.class);
    assertThat(server.asked()).containsSubsequence("root.json", "2.root.json", "timestamp.json");
  }

  @Test
  void refusesAnOlderStateOfTheServer() {
    assertThat(verify("rollback/stage2", "rollback:v1").code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(verify("rollback/stage1", "rollback:v1").code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void readsRsaKeysAndNotarySigner() {
    assertThat(verify("rsa/stage1", "rsa:v1").code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(verify("ecdsa/stage1", "ecdsa:v1").code()).isEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void releasesOverrideTargets() {
    assertThat(digest("delegated:v2")).contains(new Digest(RELEASED));
    assertThat(digest("delegated:base")).contains(new Digest(V1));
  }

  @Test
  void ignoresATagThatOnlyASignerHolds() {
    assertThat(verify("delegations", "delegated:solo").code()).isEqualTo(ReasonCode.NO_SUCH_TARGET);
  }

  @Test
  void saysThatARepositoryIsUnknown() {
    assertThat(verify("basic", "none:v1"))
        .isEqualTo(
            new Verdict.Rejected(
                ReasonCode.NO_TRUST_DATA,
                "notary.test does not have trust data for localhost:15000/team/none"));
  }

  private Optional<Digest> digest(String image) {
    return verify("delegations", image) instanceof Verdict.Trusted trusted
        ? trusted.digest()
        : Optional.empty();
  }

  private Verdict verify(String captured, String image) {
    return Fixtures.verify(server(captured), state, request("localhost:15000/team/" + image));
  }

  private static TrustRequest request(String image) {
    return Fixtures.request(image, new RootAnchor.FirstUse());
  }

  private static ServerFiles server(String captured) {
    return new ServerFiles(Fixtures.captured(captured));
  }

  private static Instant end(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }
}
