/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.CHANGED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.FAILED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.RAISED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored beside an answer, on a real API server that a test may hold up or have refuse. */
class BackgroundFloorTest extends FloorCluster {

  private static final List<FloorKey> NEIGHBOURS = pinned(true);
  private static final List<FloorKey> ELSEWHERE = pinned(false);

  private final Semaphore looked = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Fault fault = Fault.NONE;
  private volatile BackgroundFloor floor = background();

  private enum Fault {
    NONE,
    REFUSES,
    BREAKS,
    CANNOT_LOOK
  }

  BackgroundFloorTest(@TempDir Path directory) {
    super(directory);
  }

  private static FloorKey pinned(String repository) {
    return new FloorKey.Pinned("a".repeat(64), "registry.test/" + repository);
  }

  /** Repositories that the index of {@link #PINNED} lists, or that others list. */
  private static List<FloorKey> pinned(boolean isNeighbour) {
    String index = FloorConfigMaps.indexName(PINNED);
    return IntStream.range(0, 100)
        .mapToObj(i -> pinned("app" + i))
        .filter(key -> FloorConfigMaps.indexName(key).equals(index) == isNeighbour)
        .toList();
  }

  @BeforeEach
  void haveStoredSomething() {
    gate = new CountDownLatch(0);
    fault = Fault.NONE;
    floor = background();
    assertThat(raise(pinned("first"), 1)).isEqualTo(RAISED);
    looked.drainPermits();
  }

  @AfterEach
  void end() throws InterruptedException {
    gate.countDown();
    floor.settle();
  }

  private BackgroundFloor background() {
    return new BackgroundFloor(new Faulty(), this::isAbsent, observer());
  }

  private boolean isAbsent(FloorKey key) throws IOException {
    try {
      if (fault == Fault.CANNOT_LOOK) {
        throw new IOException("cannot look");
      }
      return store.isAbsent(key);
    } finally {
      looked.release();
    }
  }

  private final class Faulty implements VersionFloor {

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
      assertThatNoException().isThrownBy(() -> gate.await(30, TimeUnit.SECONDS));
      return switch (fault) {
        case NONE, CANNOT_LOOK -> store.raise(key, seen, next);
        case REFUSES -> FAILED;
        case BREAKS -> throw new IllegalStateException("broken");
      };
    }
  }

  /** As an update does it. */
  private VersionFloor.Outcome raise(FloorKey key, long version) {
    assertThat(floor.readToRaise(key)).isEqualTo(UNKNOWN);
    return floor.raise(key, Optional.empty(), floor(version));
  }

  /** The answer waits for the store. */
  private void assertStoredFirst(FloorKey key, long version) throws Exception {
    gate = new CountDownLatch(1);
    Future<VersionFloor.Outcome> outcome = executor.submit(() -> raise(key, version));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isEqualTo(RAISED);
    assertThat(replica().read(key)).isEqualTo(known(version));
  }

  /** As an update does it whose look is over by then. */
  private VersionFloor.Outcome raiseAfterLook(FloorKey key, long version)
      throws InterruptedException {
    assertThat(floor.readToRaise(key)).isEqualTo(UNKNOWN);
    looked.acquire();
    return floor.raise(key, Optional.empty(), floor(version));
  }

  /** What another replica stores after the look, before this one has stored anything. */
  private void overtake(Floor theirs) throws InterruptedException {
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    looked.acquire();
    assertThat(replica().raise(PINNED, Optional.empty(), theirs)).isEqualTo(RAISED);
  }

  private static Floor with(Floor floor, String role, long version) {
    Map<String, Floor.Accepted> roles = new HashMap<>(floor.roles());
    roles.put(role, new Floor.Accepted(version, Digest.of(role.getBytes(UTF_8))));
    return new Floor(floor.root(), roles);
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
  void storesFirstUseBeforeTheAnswer() throws Exception {
    assertStoredFirst(FIRST_USE, 2);
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

  /** A look of an update that came to nothing, and one that is as old as a slow trust server. */
  @Test
  void reliesOnNoOldLook() throws Exception {
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    looked.acquire();
    Thread.sleep(1_100);
    gate = new CountDownLatch(1);

    Future<VersionFloor.Outcome> outcome =
        executor.submit(() -> floor.raise(PINNED, Optional.empty(), floor(1)));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
  }

  /** As of a replica that was killed before it listed what it had stored. */
  @Test
  void holdsTheAnswerAgainstAnEntryThatNoIndexLists() throws Exception {
    replica().raise(PINNED, Optional.empty(), floor(5));
    while (store.isAbsent(PINNED)) { // the API server's cache follows its store
      Thread.sleep(1);
    }

    assertThat(raise(PINNED, 4)).as("to be verified against it").isEqualTo(CHANGED);

    assertThat(floor.readToRaise(PINNED)).isEqualTo(known(5));
    assertThat(alarms).isEmpty();
  }

  @Test
  void doesNotTakeForAbsentWhatItMayNotLookAt() {
    try (KubernetesClient stranger =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(admin.getConfiguration())
                    .withImpersonateUsername("stranger")
                    .build())
            .build()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> new ConfigMapFloor(stranger, NS, observer()).isAbsent(PINNED))
          .withMessageContaining("403");
    }
  }

  @Test
  void storesBeforeTheAnswerWhenNobodyCouldLook() throws Exception {
    fault = Fault.CANNOT_LOOK;

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
  void isSilentWhenAnotherReplicaStoresTheSameAtThatMoment() throws Exception {
    overtake(floor(3));

    assertThat(floor.raise(PINNED, Optional.empty(), floor(3))).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(known(3));
    assertThat(alarms).isEmpty();
  }

  @Test
  void raisesWhatAnotherReplicaStoresAtThatMomentAndKeepsItsDelegations() throws Exception {
    Floor ours = with(floor(4), "targets/ours", 2);
    overtake(with(floor(3), "targets/theirs", 7));

    assertThat(floor.raise(PINNED, Optional.empty(), ours)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED))
        .isEqualTo(new VersionFloor.Reading.Known(with(ours, "targets/theirs", 7)));
    assertThat(alarms).isEmpty();
  }

  /** Only an update can tell whether one root leads to the other. */
  @Test
  void leavesWhatAnotherReplicaStoresByAnotherRoot() throws Exception {
    overtake(floor(3));
    Floor rotated = with(floor(4), "root", 2);

    assertThat(floor.raise(PINNED, Optional.empty(), rotated)).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(known(3));
    assertThat(alarms).isEmpty();
  }

  @Test
  void alarmsWhenAnotherReplicaStoresSomethingNewerAtThatMoment() throws Exception {
    overtake(floor(5));

    assertThat(floor.raise(PINNED, Optional.empty(), floor(4))).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).as("what is stored never sinks").isEqualTo(known(5));
    assertThat(alarms).containsExactly("ROLLBACK " + GUN);
  }

  @Test
  void alarmsWhenAnotherReplicaStoresTheSameVersionOfSomethingElse() throws Exception {
    overtake(equivocal(4));

    assertThat(floor.raise(PINNED, Optional.empty(), floor(4))).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(PINNED)).isEqualTo(new VersionFloor.Reading.Known(equivocal(4)));
    assertThat(alarms).containsExactly("EQUIVOCATION " + GUN);
  }

  /** It may have heard something else, or ask for other roles. */
  @Test
  void letsWhoeverAsksMeanwhileWait() throws Exception {
    gate = new CountDownLatch(1);
    assertThat(raiseAfterLook(PINNED, 1)).isEqualTo(RAISED);

    Future<VersionFloor.Outcome> second = executor.submit(() -> raise(PINNED, 1));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(second.get()).isIn(CHANGED, RAISED);
    floor.settle();
    assertThat(store.read(PINNED)).isEqualTo(known(1));
    assertThat(alarms).isEmpty();
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
