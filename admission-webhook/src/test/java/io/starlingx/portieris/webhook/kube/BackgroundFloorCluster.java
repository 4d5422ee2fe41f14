/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.CHANGED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.FAILED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.RAISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store beside answers on a real API server that a test may hold up or have refuse. */
abstract class BackgroundFloorCluster extends FloorCluster {

  static final List<FloorKey> NEIGHBOURS = pinned(true);
  static final List<FloorKey> ELSEWHERE = pinned(false);

  final Semaphore looked = new Semaphore(0);

  /** Of which repositories it was told that their first use is stored. */
  final Queue<String> told = new ConcurrentLinkedQueue<>();

  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile Fault fault = Fault.NONE;
  volatile CountDownLatch lookGate = new CountDownLatch(0);
  volatile boolean isToldAbsent;
  volatile boolean isTold;
  volatile BackgroundFloor floor = background();

  enum Fault {
    NONE,
    REFUSES,
    BREAKS,
    CANNOT_LOOK,
    HAS_LOST
  }

  BackgroundFloorCluster(Path directory) {
    super(directory);
  }

  static FloorKey pinned(String repository) {
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
    lookGate = new CountDownLatch(0);
    isToldAbsent = false;
    isTold = false;
    told.clear();
    floor = background();
    assertThat(raise(pinned("first"), 1)).isEqualTo(RAISED);
    looked.drainPermits();
  }

  @AfterEach
  void end() throws InterruptedException {
    gate.countDown();
    lookGate.countDown();
    floor.settle();
  }

  /** However long the API server takes for a look, it counts until the test lets time pass. */
  BackgroundFloor background() {
    return background(Duration.ofSeconds(30));
  }

  BackgroundFloor background(Duration lookPatience) {
    return new BackgroundFloor(new Faulty(), new Looks(), observer(), now::get, lookPatience);
  }

  private final class Looks implements EntryLook {

    @Override
    public boolean isAbsent(FloorKey key) throws IOException {
      try {
        assertThatNoException().isThrownBy(() -> lookGate.await(30, TimeUnit.SECONDS));
        if (fault == Fault.CANNOT_LOOK) {
          throw new IOException("cannot look");
        }
        return store.isAbsent(key);
      } finally {
        looked.release();
      }
    }

    @Override
    public boolean isToldAbsent(FloorKey key, Duration age) {
      return isToldAbsent;
    }

    @Override
    public boolean isTold(FloorKey key) {
      return isTold;
    }
  }

  private final class Faulty implements VersionFloor {

    @Override
    public Reading read(FloorKey key) {
      return fault == Fault.HAS_LOST ? new Reading.Lost("configmap gone") : store.read(key);
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
        case HAS_LOST -> CHANGED;
        case BREAKS -> throw new IllegalStateException("broken");
      };
    }
  }

  /** As an update does it that knows its signers, after its look. */
  VersionFloor.Outcome raiseOfKnownSigners(FloorKey key, Floor next) throws InterruptedException {
    assertThat(floor.forKnownSigners().readToRaise(key)).isEqualTo(UNKNOWN);
    looked.acquire();
    return floor.forKnownSigners().raise(key, Optional.empty(), next, () -> told.add(key.gun()));
  }

  /** As an update does it. */
  VersionFloor.Outcome raise(FloorKey key, long version) {
    assertThat(floor.readToRaise(key)).isEqualTo(UNKNOWN);
    return floor.raise(key, Optional.empty(), floor(version));
  }

  /** The answer waits for the store. */
  void assertStoredFirst(FloorKey key, long version) throws Exception {
    gate = new CountDownLatch(1);
    Future<VersionFloor.Outcome> outcome = executor.submit(() -> raise(key, version));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isEqualTo(RAISED);
    assertThat(replica().read(key)).isEqualTo(known(version));
  }

  /** As an update does it whose look is over by then. */
  VersionFloor.Outcome raiseAfterLook(FloorKey key, long version) throws InterruptedException {
    assertThat(floor.readToRaise(key)).isEqualTo(UNKNOWN);
    looked.acquire();
    return floor.raise(key, Optional.empty(), floor(version));
  }
}
