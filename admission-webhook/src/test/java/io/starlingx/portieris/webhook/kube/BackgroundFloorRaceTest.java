/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.CHANGED;
import static io.starlingx.portieris.trust.tuf.VersionFloor.Outcome.RAISED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others store while an answer is ahead of its own entry. */
class BackgroundFloorRaceTest extends BackgroundFloorCluster {

  BackgroundFloorRaceTest(@TempDir Path directory) {
    super(directory);
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

  private static Floor ofStrangeRoot() {
    byte[] root = "strange".getBytes(UTF_8);
    return new Floor(root, Map.of("root", new Floor.Accepted(1, Digest.of(root))));
  }

  /** A look of an update that came to nothing, and one that is as old as a slow trust server. */
  @Test
  void reliesOnNoOldLook() throws Exception {
    assertThat(floor.readToRaise(PINNED)).isEqualTo(UNKNOWN);
    looked.acquire();
    pass(Duration.ofMillis(1_100));
    gate = new CountDownLatch(1);

    Future<VersionFloor.Outcome> outcome =
        executor.submit(() -> floor.raise(PINNED, Optional.empty(), floor(1)));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
    gate.countDown();
    assertThat(outcome.get()).isEqualTo(RAISED);
  }

  /** Another rule, without signers, has had it stored meanwhile. */
  @Test
  void reliesOnNoLookFromBeforeAnEntryOfItsOwn() throws Exception {
    VersionFloor memory = floor.forKnownSigners();
    assertThat(memory.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    looked.acquire();
    assertThat(floor.raise(FIRST_USE, Optional.empty(), floor(3))).isEqualTo(RAISED);

    assertThat(memory.raise(FIRST_USE, Optional.empty(), floor(2))).isEqualTo(CHANGED);
    assertThat(alarms).isEmpty();
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

  /** Nothing says that the two are one publisher's. */
  @Test
  void alarmsWhenAnotherReplicaTrustsAnotherRootOnFirstUse() throws Exception {
    VersionFloor memory = floor.forKnownSigners();
    assertThat(memory.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    looked.acquire();
    assertThat(replica().raise(FIRST_USE, Optional.empty(), floor(3))).isEqualTo(RAISED);

    assertThat(memory.raise(FIRST_USE, Optional.empty(), ofStrangeRoot())).isEqualTo(RAISED);
    floor.settle();

    assertThat(store.read(FIRST_USE)).isEqualTo(known(3));
    assertThat(alarms).containsExactly("ROOT_UNTRUSTED " + GUN);
  }

  /** Another replica has stored and listed it, and somebody has deleted it since. */
  @Test
  void alarmsWhenTheEntryOfAFirstUseWasTakenAwayAtThatMoment() throws Exception {
    fault = Fault.HAS_LOST;

    assertThat(raiseOfKnownSigners(FIRST_USE, floor(3))).isEqualTo(RAISED);
    floor.settle();

    assertThat(alarms).containsExactly("ROOT_UNTRUSTED " + GUN);
    assertThat(told).isEmpty();
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
}
