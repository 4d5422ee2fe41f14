/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.FAILED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored beside an answer, on a real API server that a test may hold up or have refuse. */
class BackgroundFloorTest extends FloorCluster {

  private final AtomicInteger raises = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Fault fault = Fault.NONE;
  private BackgroundFloor floor = background();

  private enum Fault {
    NONE,
    REFUSES,
    BREAKS
  }

  BackgroundFloorTest(@TempDir Path directory) {
    super(directory);
  }

  private static FloorKey pinned(String repository) {
    return new FloorKey.Pinned("a".repeat(64), "registry.test/" + repository);
  }

  @BeforeEach
  void haveStoredSomething() {
    gate = new CountDownLatch(0);
    fault = Fault.NONE;
    floor = background();
    assertThat(raise(pinned("first"), 1)).isEqualTo(RAISED);
  }

  private BackgroundFloor background() {
    return new BackgroundFloor(
        new VersionFloor() {
          @Override
          public Reading read(FloorKey key) {
            return store.read(key);
          }

          @Override
          public Reading readToRaise(FloorKey key) {
            return store.readToRaise(key);
          }

          @Override
          public Outcome raise(FloorKey key, Optional<Floor> seen, Floor next) {
            raises.incrementAndGet();
            Assertions.assertThatNoException().isThrownBy(gate::await);
            return switch (fault) {
              case NONE -> store.raise(key, seen, next);
              case REFUSES -> FAILED;
              case BREAKS -> throw new IllegalStateException("broken");
            };
          }
        },
        observer());
  }

  private VersionFloor.Outcome raise(FloorKey key, long version) {
    return floor.raise(key, Optional.empty(), floor(version));
  }

  @Test
  void answersBeforeThePinnedIsStored() throws Exception {
    gate = new CountDownLatch(1);

    assertThat(raise(PINNED, 2)).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(UNKNOWN);
    gate.countDown();
    floor.settle();
    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  @Test
  void storesFirstUseBeforeTheAnswer() {
    assertThat(raise(FIRST_USE, 2)).isEqualTo(RAISED);

    assertThat(replica().read(FIRST_USE)).isEqualTo(known(2));
  }

  @Test
  void storesARaisedFloorBeforeTheAnswer() {
    accepted(PINNED, 1);

    assertThat(floor.raise(PINNED, Optional.of(floor(1)), floor(2))).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  /** Nobody knows yet whether anything can be stored. */
  @Test
  void storesTheVeryFirstBeforeTheAnswer() {
    floor = background();

    assertThat(raise(PINNED, 2)).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  @Test
  void refusesOnceSomethingCouldNotBeStoredUntilSomethingCan() throws Exception {
    fault = Fault.REFUSES;
    assertThat(raise(pinned("a"), 1)).as("not known yet").isEqualTo(RAISED);
    floor.settle();

    assertThat(raise(pinned("b"), 1)).isEqualTo(FAILED);
    fault = Fault.NONE;
    assertThat(raise(pinned("c"), 1)).isEqualTo(RAISED);
    assertThat(replica().read(pinned("c"))).as("before the answer").isEqualTo(known(1));
    gate = new CountDownLatch(1);
    assertThat(raise(pinned("d"), 1)).as("beside the answer again").isEqualTo(RAISED);
    assertThat(replica().read(pinned("d"))).isEqualTo(UNKNOWN);
    gate.countDown();
  }

  /** As one whose index is full: others can be stored all the while. */
  @Test
  void goesOnRefusingTheOneThatCannotBeStored() throws Exception {
    fault = Fault.REFUSES;
    assertThat(raise(PINNED, 1)).isEqualTo(RAISED);
    floor.settle();
    fault = Fault.NONE;
    assertThat(raise(pinned("other"), 1)).isEqualTo(RAISED);
    fault = Fault.REFUSES;

    assertThat(raise(PINNED, 1)).isEqualTo(FAILED);
  }

  @Test
  void takesABrokenStoreForOneThatCannotStore() throws Exception {
    fault = Fault.BREAKS;
    assertThat(raise(PINNED, 1)).isEqualTo(RAISED);
    floor.settle();
    fault = Fault.REFUSES;

    assertThat(raise(pinned("other"), 1)).isEqualTo(FAILED);
  }

  @Test
  void storesNothingTwiceThatAnotherReplicaHasStoredLikewise() throws Exception {
    replica().raise(PINNED, Optional.empty(), floor(3));
    raises.set(0);

    assertThat(raise(PINNED, 3)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(known(3));
    assertThat(raises).hasValue(1);
    assertThat(alarms).isEmpty();
  }

  @Test
  void leavesTheOlderOneThatAnotherReplicaHasStored() throws Exception {
    replica().raise(PINNED, Optional.empty(), floor(3));

    assertThat(raise(PINNED, 4)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(known(3));
    assertThat(alarms).isEmpty();
    assertThat(floor.raise(PINNED, Optional.of(floor(3)), floor(4))).isEqualTo(RAISED);
    assertThat(store.read(PINNED)).isEqualTo(known(4));
  }

  @Test
  void alarmsWhenTheAnswerWasOlderThanWhatAnotherReplicaHadStored() throws Exception {
    replica().raise(PINNED, Optional.empty(), floor(5));

    assertThat(raise(PINNED, 4)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).as("what is stored never sinks").isEqualTo(known(5));
    assertThat(alarms).containsExactly("ROLLBACK " + GUN);
  }

  @Test
  void alarmsWhenTheSameVersionSaysSomethingElse() throws Exception {
    replica().raise(PINNED, Optional.empty(), equivocal(4));

    assertThat(raise(PINNED, 4)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(new VersionFloor.Reading.Known(equivocal(4)));
    assertThat(alarms).containsExactly("EQUIVOCATION " + GUN);
  }

  @Test
  void waitsAtItsEndAndStoresBeforeTheAnswerFromThenOn() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(raise(PINNED, 1)).isEqualTo(RAISED);
    Future<?> end = executor.submit(floor::close);
    Assertions.assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> end.get(200, TimeUnit.MILLISECONDS));

    gate.countDown();
    end.get();
    assertThat(store.read(PINNED)).isEqualTo(known(1));
    assertThat(raise(pinned("late"), 1)).isEqualTo(RAISED);
    assertThat(store.read(pinned("late"))).isEqualTo(known(1));
  }

  /** Whoever finds no room waits as for a first use: the answers in memory stay few. */
  @Test
  void answersSoManyAheadOfTheStoreAndNoMore() throws Exception {
    gate = new CountDownLatch(1);
    for (int i = 0; i < BackgroundFloor.MAX_UNDER_WAY; i++) {
      assertThat(raise(pinned("app" + i), 1)).isEqualTo(RAISED);
    }

    Future<VersionFloor.Outcome> next = executor.submit(() -> raise(pinned("next"), 1));
    Assertions.assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> next.get(200, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(next.get()).isEqualTo(RAISED);
    floor.settle();
    for (int i = 0; i < BackgroundFloor.MAX_UNDER_WAY; i++) {
      assertThat(store.read(pinned("app" + i))).isEqualTo(known(1));
    }
  }
}
