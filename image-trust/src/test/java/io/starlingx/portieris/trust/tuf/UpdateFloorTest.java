/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What an update makes of the versions seen before, and of a store that others write too. */
class UpdateFloorTest extends PublishedRepository {

  @Test
  void givesUpWhenOthersKeepChangingTheState() {
    AtomicInteger raises = new AtomicInteger();
    VersionFloor contested =
        floor(
            new VersionFloor.Reading.Unknown(),
            () -> {
              raises.incrementAndGet();
              return VersionFloor.Outcome.CHANGED;
            });
    assertThat(new TufFixture(publisher, contested).update())
        .isEqualTo(
            new UpdateResult.Stopped(
                new Verdict.Unavailable(
                    "trust state of " + TufFixture.GUN + " is being changed by others")));
    assertThat(raises).hasValue(3);
  }

  @Test
  void storesOnlyWhatIsNewAndTellsOfFirstUseOnce() {
    DirectoryFloor store = new DirectoryFloor(state);
    RecordingObserver observer = new RecordingObserver();
    new TufFixture(publisher, store, observer, TufSettings.alwaysAsk()).update();
    VersionFloor known =
        floor(
            store.read(TufFixture.KEY),
            () -> {
              throw new IllegalStateException("nothing is new");
            });
    assertThat(new TufFixture(publisher, known).code()).isEqualTo(ReasonCode.ALLOW);
    publisher.publishNext();
    new TufFixture(publisher, store, observer, TufSettings.alwaysAsk()).update();
    assertThat(observer.heard())
        .containsExactly(
            "first use of %s at notary.test, keys [%s]"
                .formatted(TufFixture.GUN, publisher.rootKeyId()));
  }

  @Test
  void deniesWhenTheStoreCannotBeRead() {
    VersionFloor broken =
        floor(new VersionFloor.Reading.Failed("disk"), VersionFloor.Outcome.RAISED);
    assertThat(new TufFixture(publisher, broken).update())
        .isEqualTo(new UpdateResult.Stopped(new Verdict.Unavailable("disk")));
  }

  @Test
  void deniesWhenTheStoreCannotBeWritten() {
    VersionFloor full = floor(new VersionFloor.Reading.Unknown(), VersionFloor.Outcome.FAILED);
    assertThat(new TufFixture(publisher, full).code()).isEqualTo(ReasonCode.UNAVAILABLE);
  }

  @Test
  void doesNotTrustAnewWhatWasForgotten() {
    VersionFloor lost = floor(new VersionFloor.Reading.Lost("gone"), VersionFloor.Outcome.RAISED);
    TufFixture client = new TufFixture(publisher, lost);
    assertThat(client.code()).isEqualTo(ReasonCode.ROOT_UNTRUSTED);
    assertThat(
            client.code(new RootAnchor.PublicKeys(List.of(publisher.signer("root").publicKey()))))
        .isEqualTo(ReasonCode.ALLOW);
  }

  private static VersionFloor floor(VersionFloor.Reading reading, VersionFloor.Outcome outcome) {
    return floor(reading, () -> outcome);
  }

  private static VersionFloor floor(
      VersionFloor.Reading reading, Supplier<VersionFloor.Outcome> outcome) {
    return new VersionFloor() {
      @Override
      public Reading read(FloorKey key) {
        return reading;
      }

      @Override
      public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
        return outcome.get();
      }
    };
  }

  @Test
  void noticesThatAnotherReplicaHasSeenNewerData() {
    DirectoryFloor store = new DirectoryFloor(state);
    byte[] old = publisher.served("timestamp");
    TufFixture slow = new TufFixture(publisher, store);
    slow.update();
    publisher.publishNext();
    new TufFixture(publisher, store).update();

    publisher.files().put("timestamp", old);
    assertThat(slow.code()).isEqualTo(ReasonCode.ROLLBACK);
  }

  @Test
  void startsAgainWhenAnotherReplicaWasFaster() {
    DirectoryFloor store = new DirectoryFloor(state);
    boolean[] interfered = {false};
    VersionFloor raced =
        new VersionFloor() {
          @Override
          public Reading read(FloorKey key) {
            return store.read(key);
          }

          @Override
          public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
            if (!interfered[0]) {
              interfered[0] = true;
              publisher.publishNext();
              new TufFixture(publisher, store).update();
            }
            return store.raise(key, seen, next);
          }
        };
    assertThat(new TufFixture(publisher, raced).code()).isEqualTo(ReasonCode.ALLOW);
    assertThat(store.read(TufFixture.KEY))
        .isInstanceOfSatisfying(
            VersionFloor.Reading.Known.class,
            known ->
                assertThat(known.floor().find("timestamp").map(Floor.Accepted::version))
                    .contains(2L));
  }
}
