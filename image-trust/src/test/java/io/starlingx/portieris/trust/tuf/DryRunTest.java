/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request whose effects must not last. */
class DryRunTest {

  @TempDir Path state;

  private final TestPublisher publisher =
      new TestPublisher(TufFixture.GUN).target("targets", "v1", "one").publish();
  private final RecordingObserver observer = new RecordingObserver();

  private TufFixture client() {
    return new TufFixture(
        publisher,
        new DirectoryFloor(state),
        observer,
        new TufSettings(Duration.ofSeconds(30), Duration.ZERO));
  }

  private static ReasonCode dryRun(TufFixture client) {
    return TufFixture.code(
        client.update(
            new UpdateRequest(
                TufFixture.LOCATION,
                new RootAnchor.FirstUse(),
                TufFixture.KEY,
                RoleSelection.everything(),
                false,
                true)));
  }

  @Test
  void decidesAndWritesNothing() {
    assertThat(dryRun(client())).isEqualTo(ReasonCode.ALLOW);
    assertThat(state).isEmptyDirectory();
    assertThat(observer.heard()).isEmpty();
  }

  @Test
  void doesNotSpareTheRealRequestItsTraces() {
    TufFixture client = client();
    dryRun(client);
    assertThat(client.code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(new DirectoryFloor(state).read(TufFixture.KEY))
        .isInstanceOf(VersionFloor.Reading.Known.class);
    assertThat(observer.heard())
        .containsExactly(
            "first use of "
                + TufFixture.GUN
                + " at notary.test, keys ["
                + publisher.signer("root").id()
                + "]");
  }

  @Test
  void isHeldToWhatWasSeenBefore() {
    client().update();
    byte[] old = publisher.served("timestamp");
    publisher.publishNext();
    client().update();
    publisher.files().put("timestamp", old);
    assertThat(dryRun(client())).isEqualTo(ReasonCode.ROLLBACK);
    assertThat(observer.heard()).endsWith("ROLLBACK for " + TufFixture.GUN);
  }

  /** Whatever raising would have told: a request that stores nothing is not told. */
  @Test
  void isHeldToWhatWasStoredAMomentAgo() {
    client().update();
    byte[] old = publisher.served("timestamp");
    publisher.publishNext();
    client().update();
    publisher.files().put("timestamp", old);
    TufFixture hurried =
        new TufFixture(
            publisher,
            new Hurried(new DirectoryFloor(state)),
            observer,
            new TufSettings(Duration.ofSeconds(30), Duration.ZERO));

    assertThat(dryRun(hurried)).isEqualTo(ReasonCode.ROLLBACK);
  }

  /** Knows nothing without a look, but stores on top of nothing only. */
  private record Hurried(VersionFloor floor) implements VersionFloor {
    @Override
    public Reading read(FloorKey key) {
      return floor.read(key);
    }

    @Override
    public Reading readToRaise(FloorKey key) {
      return new Reading.Unknown();
    }

    @Override
    public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
      return floor.raise(key, seen, next);
    }
  }
}
