/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.http.HttpResult;
import io.starlingx.portieris.trust.registry.ReadResult;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trust server that was there a moment ago cannot be asked. */
class StaleGraceTest {

  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final ReadResult DOWN =
      new ReadResult.Failed(HttpResult.Kind.UNREACHABLE, "notary.test: refused");

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one").publish();
  private TufFixture client;

  @BeforeEach
  void acceptOnce() {
    client = client(GRACE);
    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);
    publisher.asked();
  }

  private TufFixture client(Duration grace) {
    return new TufFixture(
        publisher, new DirectoryFloor(state), new TufSettings(Duration.ZERO, grace));
  }

  private void breaks(ReadResult how) {
    publisher.fault("timestamp", how);
    assertThat(client.code()).isNotEqualTo(ReasonCode.ALLOW);
  }

  @Test
  void lastResultServesUntilTheGraceIsOver() {
    client.passes(Duration.ofMinutes(1));
    breaks(DOWN);
    assertThat(client.stale())
        .hasValueSatisfying(
            last -> assertThat(last.asOf()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z")));
    client.passes(GRACE.minus(Duration.ofMinutes(1)).minusMillis(1));
    assertThat(client.stale()).isPresent();
    client.passes(Duration.ofMillis(1));
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void anyServerErrorCountsAsNotAnswering() {
    breaks(new ReadResult.OtherStatus(503));
    assertThat(client.stale()).isPresent();
  }

  @Test
  void nothingServesWithoutAnOutage() {
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void nothingServesWhereNoGraceIsGiven() {
    client = client(Duration.ZERO);
    client.update();
    breaks(DOWN);
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void nothingServesPastItsOwnExpiry() {
    publisher.expires("timestamp", "2026-11-23T00:05:00Z").publishNext();
    client.update();
    breaks(DOWN);
    client.isNow("2026-11-23T00:04:59Z");
    assertThat(client.stale()).isPresent();
    client.isNow("2026-11-23T00:05:00Z");
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void nothingServesWhenTheClockWasSetBack() {
    breaks(DOWN);
    client.isNow("2026-11-22T23:59:59Z");
    assertThat(client.stale()).isEmpty();
  }

  static List<ReadResult> definiteAnswers() {
    return List.of(new ReadResult.Unauthorized("401"), new ReadResult.Absent());
  }

  @ParameterizedTest
  @MethodSource("definiteAnswers")
  void nothingServesAfterARefusalOr404(ReadResult answer) {
    if (answer instanceof ReadResult.Absent) {
      publisher.fault("root", answer);
    }
    breaks(answer);
    publisher.noFaults();
    breaks(DOWN);
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void nothingServesThatAnotherReplicaHasSeenReplaced() {
    publisher.publishNext();
    assertThat(client(GRACE).code()).isEqualTo(ReasonCode.ALLOW);
    breaks(DOWN);
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void anOutageIsNotAskedAboutAgainForTwoSeconds() {
    breaks(DOWN);
    assertThat(publisher.asked()).containsExactly("timestamp");
    publisher.noFaults();
    client.passes(Duration.ofMillis(1_999));
    assertThat(client.code()).isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(publisher.asked()).isEmpty();
    client.passes(Duration.ofMillis(1));
    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(client.stale()).isEmpty();
  }

  @Test
  void anotherCredentialIsNotServedWithIt() {
    breaks(DOWN);
    assertThat(TufFixture.code(client.update(TufFixture.locationOf("eve"))))
        .isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(client.stale(TufFixture.locationOf("eve"))).isEmpty();
  }
}
