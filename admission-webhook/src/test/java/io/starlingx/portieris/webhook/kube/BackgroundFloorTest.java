/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.CHANGED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.FAILED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.RAISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored beside an answer, and when the answer waits after all. */
class BackgroundFloorTest extends BackgroundFloorCluster {

  BackgroundFloorTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void answersBeforeThePinnedIsStored() throws Exception {
    gate = new CountDownLatch(1);

    assertThat(raiseAfterLook(PINNED, 2)).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(UNKNOWN);
    gate.countDown();
    floor.settle();
    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  @Test
  void looksForNothingThatIsToldToBeAbsent() throws Exception {
    isToldAbsent = true;
    gate = new CountDownLatch(1);

    assertThat(raise(PINNED, 2)).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(UNKNOWN);
    assertThat(looked.availablePermits()).isZero();
    gate.countDown();
    floor.settle();
    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  /** It was not told yet when the look began, which has found what is told later. */
  @Test
  void believesALookRatherThanWhatItIsTold() throws Exception {
    assertThat(replica().raise(PINNED, Optional.empty(), floor(1))).isEqualTo(RAISED);
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    looked.acquire();
    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    isToldAbsent = true;

    assertThat(floor.raise(PINNED, Optional.empty(), floor(2))).isEqualTo(CHANGED);
  }

  /** The trust server took longer than what was told counts. */
  @Test
  void storesBeforeTheAnswerWhatIsToldToBeAbsentNoMore() throws Exception {
    isToldAbsent = true;
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    isToldAbsent = false;
    gate = new CountDownLatch(1);

    Future<VersionFloor.Outcome> outcome =
        executor.submit(() -> floor.raise(PINNED, Optional.empty(), floor(2)));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isEqualTo(RAISED);
  }

  /** The look was answered by an API server that is behind the one that tells. */
  @Test
  void storesBeforeTheAnswerWhatIsToldToBeThereThoughALookFoundNothing() throws Exception {
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    looked.acquire();
    assertThat(replica().raise(PINNED, Optional.empty(), floor(1))).isEqualTo(RAISED);
    isTold = true;

    assertThat(floor.raise(PINNED, Optional.empty(), floor(2))).isEqualTo(CHANGED);
  }

  @Test
  void storesFirstUseBeforeTheAnswer() throws Exception {
    assertStoredFirst(FIRST_USE, 2);
  }

  @Test
  void answersBeforeAFirstUseIsStoredWhereTheSignersAreKnown() throws Exception {
    gate = new CountDownLatch(1);

    assertThat(raiseOfKnownSigners(FIRST_USE, floor(2))).isEqualTo(RAISED);

    assertThat(replica().read(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(told).as("its root is not trusted from now on, yet").isEmpty();
    gate.countDown();
    floor.settle();
    assertThat(replica().read(FIRST_USE)).isEqualTo(known(2));
    assertThat(told).containsExactly(GUN);
  }

  @Test
  void tellsOfNoFirstUseThatIsNotStored() throws Exception {
    fault = Fault.REFUSES;

    assertThat(raiseOfKnownSigners(FIRST_USE, floor(2))).isEqualTo(RAISED);
    floor.settle();

    assertThat(told).isEmpty();
  }

  /** The look was begun for another question, whose answer rests on keys that came with it. */
  @Test
  void storesFirstUseOfUnknownSignersBeforeTheAnswerThoughSomebodyLooked() throws Exception {
    assertThat(floor.forKnownSigners().readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    looked.acquire();
    gate = new CountDownLatch(1);

    Future<VersionFloor.Outcome> outcome =
        executor.submit(() -> floor.raise(FIRST_USE, Optional.empty(), floor(2)));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isEqualTo(RAISED);
  }

  /** What it was decided by is not stored yet, and may never be. */
  @Test
  void letsAFirstUseOfUnknownSignersWaitForOneOfKnownOnes() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(raiseOfKnownSigners(FIRST_USE, floor(2))).isEqualTo(RAISED);

    Future<VersionFloor.Outcome> outcome = executor.submit(() -> raise(FIRST_USE, 2));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isIn(CHANGED, RAISED);
    floor.settle();
    assertThat(store.read(FIRST_USE)).isEqualTo(known(2));
  }

  @Test
  void storesARaisedFloorBeforeTheAnswer() {
    accepted(PINNED, 1);
    assertThat(floor.readToRaise(PINNED)).isEqualTo(known(1));

    assertThat(floor.raise(PINNED, Optional.of(floor(1)), floor(2))).isEqualTo(RAISED);

    assertThat(replica().read(PINNED)).isEqualTo(known(2));
  }

  /** Nobody knows yet whether anything can be stored. */
  @Test
  void storesTheVeryFirstBeforeTheAnswer() throws Exception {
    floor = background();

    assertStoredFirst(PINNED, 2);
  }

  @Test
  void doesNotTakeForAbsentWhatItMayNotLookAt() {
    try (KubernetesClient stranger =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(admin.getConfiguration())
                        .withImpersonateUsername("stranger")
                        .build())
                .build();
        ConfigMapFloor theirs = new ConfigMapFloor(stranger, NS, observer())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> theirs.isAbsent(PINNED))
          .withMessageContaining("403");
    }
  }

  @Test
  void storesBeforeTheAnswerWhenNobodyCouldLook() throws Exception {
    fault = Fault.CANNOT_LOOK;

    assertStoredFirst(PINNED, 2);
  }

  @Test
  void storesBeforeTheAnswerWhenALookTakesTooLong() throws Exception {
    floor = background(Duration.ofMillis(1));
    assertThat(raise(pinned("second"), 1)).isEqualTo(RAISED);
    lookGate = new CountDownLatch(1);

    assertStoredFirst(PINNED, 2);
  }

  @Test
  void refusesOnceSomethingCouldNotBeStoredUntilSomethingCan() throws Exception {
    fault = Fault.REFUSES;
    assertThat(raiseAfterLook(PINNED, 1)).as("not known yet").isEqualTo(RAISED);
    floor.settle();

    assertThat(raise(ELSEWHERE.get(0), 1)).isEqualTo(FAILED);
    fault = Fault.NONE;
    assertThat(raise(ELSEWHERE.get(0), 1)).isEqualTo(RAISED);
    assertThat(replica().read(ELSEWHERE.get(0))).as("before the answer").isEqualTo(known(1));
    assertThat(raise(NEIGHBOURS.get(0), 1)).as("so is the first of its index").isEqualTo(RAISED);
    assertThat(replica().read(NEIGHBOURS.get(0))).isEqualTo(known(1));
    gate = new CountDownLatch(1);
    looked.drainPermits();
    assertThat(raiseAfterLook(NEIGHBOURS.get(1), 1))
        .as("beside the answer again")
        .isEqualTo(RAISED);
    assertThat(replica().read(NEIGHBOURS.get(1))).isEqualTo(UNKNOWN);
  }

  /** Entries that can be changed but not created, as by a quota. */
  @Test
  void goesOnRefusingThoughAKnownEntryCouldBeRaised() throws Exception {
    accepted(FIRST_USE, 1);
    fault = Fault.REFUSES;
    assertThat(raiseAfterLook(PINNED, 1)).isEqualTo(RAISED);
    floor.settle();
    fault = Fault.NONE;
    assertThat(floor.raise(FIRST_USE, Optional.of(floor(1)), floor(2))).isEqualTo(RAISED);
    fault = Fault.REFUSES;

    assertThat(raise(ELSEWHERE.getFirst(), 1)).isEqualTo(FAILED);
  }

  /** One that is full: others can be written all the while. */
  @Test
  void goesOnRefusingWhatAnIndexHasNoRoomFor() throws Exception {
    fault = Fault.REFUSES;
    assertThat(raiseAfterLook(PINNED, 1)).isEqualTo(RAISED);
    floor.settle();
    fault = Fault.NONE;
    assertThat(raise(ELSEWHERE.getFirst(), 1)).isEqualTo(RAISED);
    fault = Fault.REFUSES;

    assertThat(raise(NEIGHBOURS.get(0), 1)).isEqualTo(FAILED);
    assertThat(raise(NEIGHBOURS.get(1), 1)).isEqualTo(FAILED);
  }

  @Test
  void takesABrokenStoreForOneThatCannotStore() throws Exception {
    fault = Fault.BREAKS;
    assertThat(raiseAfterLook(PINNED, 1)).isEqualTo(RAISED);
    floor.settle();
    fault = Fault.REFUSES;

    assertThat(raise(ELSEWHERE.getFirst(), 1)).isEqualTo(FAILED);
  }

  @Test
  void waitsAtItsEndAndStoresBeforeTheAnswerFromThenOn() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(raiseAfterLook(PINNED, 1)).isEqualTo(RAISED);
    BackgroundFloor ending = floor;
    Future<?> end = executor.submit(ending::close);
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> end.get(200, TimeUnit.MILLISECONDS));

    gate.countDown();
    end.get();
    assertThat(store.read(PINNED)).isEqualTo(known(1));
    assertStoredFirst(pinned("late"), 1);
    floor = background();
  }

  /** Whoever finds no room waits as for a first use: the answers in memory stay few. */
  @Test
  void answersSoManyAheadOfTheStoreAndNoMore() throws Exception {
    gate = new CountDownLatch(1);
    for (int i = 0; i < BackgroundFloor.MAX_UNDER_WAY; i++) {
      assertThat(raiseAfterLook(pinned("app" + i), 1)).isEqualTo(RAISED);
    }

    Future<VersionFloor.Outcome> next = executor.submit(() -> raise(pinned("next"), 1));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> next.get(200, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(next.get()).isEqualTo(RAISED);
    floor.settle();
    for (int i = 0; i < BackgroundFloor.MAX_UNDER_WAY; i++) {
      assertThat(store.read(pinned("app" + i))).isEqualTo(known(1));
    }
  }
}
