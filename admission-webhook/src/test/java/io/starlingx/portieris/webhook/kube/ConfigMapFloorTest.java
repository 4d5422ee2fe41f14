/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust state on a real API server, on one cluster for all tests. */
class ConfigMapFloorTest extends FloorCluster {

  ConfigMapFloorTest(@TempDir Path directory) {
    super(directory);
  }

  @Test
  void remembersForEveryReplica() {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    accepted(FIRST_USE, 1);
    accepted(PINNED, 2);
    list(store);

    VersionFloor other = replica();
    assertThat(other.read(FIRST_USE)).isEqualTo(known(1));
    assertThat(other.read(PINNED)).isEqualTo(known(2));
    assertThat(other.raise(FIRST_USE, Optional.of(floor(1)), floor(3)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(store.read(FIRST_USE)).isEqualTo(known(3));
  }

  @Test
  void storesOnlyOnTopOfWhatWasSeenAndNothingLower() {
    accepted(FIRST_USE, 5);

    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(6)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store.raise(FIRST_USE, Optional.of(floor(4)), floor(6)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store.raise(FIRST_USE, Optional.of(floor(5)), floor(4)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
    assertThat(store.read(FIRST_USE)).isEqualTo(known(5));
  }

  /** A counter that several replicas raise at the same time; not one step may be lost. */
  @Test
  void isSafeForReplicasThatRace() throws Exception {
    Callable<Void> replica =
        () -> {
          ConfigMapFloor own = replica();
          for (int raised = 0; raised < 10; ) {
            Optional<Floor> seen =
                own.readToRaise(FIRST_USE) instanceof VersionFloor.Reading.Known(Floor floor)
                    ? Optional.of(floor)
                    : Optional.empty();
            long version =
                seen.flatMap(f -> f.find("timestamp")).map(Floor.Accepted::version).orElse(0L);
            VersionFloor.Outcome outcome = own.raise(FIRST_USE, seen, floor(version + 1));
            assertThat(outcome).isNotEqualTo(VersionFloor.Outcome.FAILED);
            raised += outcome == VersionFloor.Outcome.RAISED ? 1 : 0;
          }
          own.close();
          return null;
        };
    for (Future<Void> finished : executor.invokeAll(Collections.nCopies(3, replica))) {
      finished.get();
    }

    assertThat(store.read(FIRST_USE)).isEqualTo(known(30));
  }

  @Test
  void listsEveryKeyThoughReplicasAddThemAtTheSameTime() throws Exception {
    List<Callable<Void>> replicas = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      FloorKey key = firstUse("registry.test/app" + i, "team", "https://n1");
      replicas.add(
          () -> {
            ConfigMapFloor replica = replica();
            replica.raise(key, Optional.empty(), floor(1));
            list(replica);
            return null;
          });
    }
    for (Future<Void> finished : executor.invokeAll(replicas)) {
      finished.get();
    }
    deleteEntries();

    for (int i = 0; i < 8; i++) {
      assertThat(store.read(firstUse("registry.test/app" + i, "team", "https://n1")))
          .isInstanceOf(VersionFloor.Reading.Lost.class);
    }
  }

  /** First sight of many repositories in one process, as after the start of a large cluster. */
  @Test
  void storesForAllThreadsThatMeetNewRepositoriesAtOnce() throws Exception {
    List<Callable<VersionFloor.Outcome>> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      FloorKey key = new FloorKey.Pinned("f00d", "registry.test/app" + i);
      threads.add(() -> store.raise(key, Optional.empty(), floor(1)));
    }

    for (Future<VersionFloor.Outcome> finished : executor.invokeAll(threads)) {
      assertThat(finished.get()).isEqualTo(VersionFloor.Outcome.RAISED);
    }
  }

  /** Each is a turn of the API server, and a write one of etcd's disk. */
  @Test
  void asksOnlyForWhatCanHaveChanged() {
    accepted(PINNED, 1);
    listPinned(store);
    requests.set(0);

    assertThat(store.read(PINNED)).isEqualTo(known(1));
    assertThat(requests).as("the entry").hasValue(1);
    assertThat(store.raise(PINNED, Optional.of(floor(1)), floor(2)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(requests).as("entry read again and written").hasValue(3);
    pass(Duration.ofHours(1));
    assertThat(store.read(PINNED)).isEqualTo(known(2));
    assertThat(requests).as("a listed entry, however long ago").hasValue(4);
  }

  @Test
  void createsWithoutReadingWhenNoRecentIndexListsTheKey() {
    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(requests).as("the index").hasValue(1);
    FloorKey next = firstUse(GUN, "team", "https://n7");
    requests.set(0);

    assertThat(store.readToRaise(next)).isEqualTo(UNKNOWN);
    assertThat(requests).hasValue(0);
    accepted(next, 1);
    assertThat(requests).as("its creation").hasValue(1);
    pass(RecentIndexes.YOUNG);
    assertThat(store.readToRaise(firstUse(GUN, "team", "https://n8"))).isEqualTo(UNKNOWN);
    assertThat(requests)
        .as("the index is not recent any more, and the repository is known by other servers")
        .hasValue(3);
  }

  @Test
  void readsAgainWhenAnEntryIsThereThatNoIndexLists() throws IOException {
    replica().raise(FIRST_USE, Optional.empty(), floor(5));
    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(store.read(FIRST_USE)).as("for who stores nothing").isEqualTo(known(5));

    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);

    assertThat(store.readToRaise(FIRST_USE)).isEqualTo(known(5));
    list(store);
    assertThat(listed(FIRST_USE)).as("whoever created it has his turn").isEmpty();
    pass(Listings.OTHERS_TURN);
    list(store);
    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
    assertThat(alarms).isEmpty();
  }

  @Test
  void refusesAListedEntryThatIsGone() {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    ConfigMapFloor other = replica();
    other.raise(FIRST_USE, Optional.empty(), floor(5));
    list(other);
    deleteEntries();

    pass(RecentIndexes.YOUNG);

    assertThat(store.readToRaise(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
    assertThat(other.readToRaise(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void refusesAnEntryOfItsOwnThatIsGoneBeforeItWasListed() {
    accepted(FIRST_USE, 5);
    deleteEntries();

    assertThat(store.readToRaise(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
  }

  @Test
  void listsItsKeyBesideThoseThatAnotherReplicaHasListedMeanwhile() {
    FloorKey ours = firstUse(GUN, "team", "https://n1");
    FloorKey theirs = firstUse(GUN, "team", "https://n2");
    assertThat(store.read(ours)).isEqualTo(UNKNOWN);
    ConfigMapFloor other = replica();
    assertThat(other.raise(theirs, Optional.empty(), floor(2)))
        .isEqualTo(VersionFloor.Outcome.RAISED);

    accepted(ours, 1);
    list(other);
    list(store);

    deleteEntries();
    assertThat(store.read(ours)).isInstanceOf(VersionFloor.Reading.Lost.class);
    assertThat(store.read(theirs)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void isNoFirstUseWhenTheIndexWasReadAgainMeanwhileAndListsTheKey() {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    ConfigMapFloor other = replica();
    assertThat(other.raise(FIRST_USE, Optional.empty(), floor(5)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    list(other);
    deleteEntries();
    pass(RecentIndexes.YOUNG);
    assertThat(store.read(firstUse(GUN, "team", "https://n9"))).isEqualTo(UNKNOWN);

    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store.read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void startsAPinnedRepositoryAgainThoughItsIndexHasChangedMeanwhile() throws IOException {
    accepted(PINNED, 5);
    listPinned(store);
    deleteEntries();
    assertThat(store.read(PINNED)).isInstanceOf(VersionFloor.Reading.Lost.class);
    FloorKey neighbour = new FloorKey.Pinned("a".repeat(64), GUN + "2");
    assertThat(FloorConfigMaps.indexName(neighbour)).isEqualTo(FloorConfigMaps.indexName(PINNED));
    ConfigMapFloor other = replica();
    other.raise(neighbour, Optional.empty(), floor(5));
    listPinned(other);
    deleteEntries();

    accepted(PINNED, 1);
    assertThat(store.read(PINNED)).isEqualTo(known(1));
    listPinned(store);
    assertThat(listed(PINNED)).containsExactly(PINNED, neighbour);
    assertThat(alarms).isEmpty();
  }

  @Test
  void takesNoEntryThatWasStoredMeanwhileForItsOwn() {
    assertThat(store.read(PINNED)).isEqualTo(UNKNOWN);
    accepted(PINNED, 5);

    assertThat(store.raise(PINNED, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store.read(PINNED)).isEqualTo(known(5));
  }

  @Test
  void neverTakesABrokenObjectForAMissingOne() {
    accepted(FIRST_USE, 1);
    edit(FloorConfigMaps.entryName(FIRST_USE), Map.of("entry", "broken"));
    assertThat(store.read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);
    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(9)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
    edit(FloorConfigMaps.entryName(FIRST_USE), Map.of());
    assertThat(store.read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);

    list(store);
    edit(FloorConfigMaps.indexName(FIRST_USE), Map.of("index", "broken"));
    pass(RecentIndexes.YOUNG);
    assertThat(store.read(firstUse(GUN, "team", "https://n3")))
        .isInstanceOf(VersionFloor.Reading.Failed.class);
  }

  @Test
  void doesNotTakeAnotherKeysEntry() {
    accepted(PINNED, 1);
    accepted(FIRST_USE, 1);
    Map<String, String> other = get(FloorConfigMaps.entryName(PINNED)).getData();
    edit(FloorConfigMaps.entryName(FIRST_USE), other);

    assertThat(store.read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);
  }

  @Test
  void noticesADeletedEntryAndStoresAPinnedOneAnew() {
    accepted(PINNED, 5);
    accepted(FIRST_USE, 5);
    listPinned(store);
    deleteEntries();

    assertThat(store.read(FIRST_USE))
        .isEqualTo(
            new VersionFloor.Reading.Lost(
                "trust state configmap portieris/portieris-trust-"
                    + FIRST_USE.id()
                    + " of "
                    + GUN
                    + " is gone"));
    accepted(PINNED, 1);
    assertThat(store.read(PINNED)).isEqualTo(known(1));
  }

  @Test
  void readsAnEntryThoughTheIndexThatListedItIsBroken() {
    accepted(FIRST_USE, 5);
    list(store);
    edit(FloorConfigMaps.indexName(FIRST_USE), Map.of("index", "broken"));

    assertThat(replica().read(FIRST_USE)).isEqualTo(known(5));
    assertThat(replica().readToRaise(FIRST_USE)).isEqualTo(known(5));
  }

  @Test
  void carriesOverWhenTheServersChangeAndToNobodyElse() {
    accepted(FIRST_USE, 7);

    assertThat(store.read(firstUse(GUN, "team", "https://n2", "https://n3"))).isEqualTo(known(7));
    assertThat(store.read(firstUse(GUN, "team", "https://n3"))).isEqualTo(UNKNOWN);
    assertThat(store.read(firstUse(GUN, "other", "https://n1"))).isEqualTo(UNKNOWN);
    assertThat(store.read(firstUse(GUN, "", "https://n1"))).isEqualTo(UNKNOWN);
    assertThat(store.read(PINNED)).isEqualTo(UNKNOWN);
    FloorKey kept = firstUse(GUN, "team", "https://n2", "https://n3");
    assertThat(store.raise(kept, Optional.of(floor(7)), floor(8)))
        .as("on top of what is not even listed")
        .isEqualTo(VersionFloor.Outcome.RAISED);
    list(store);
    assertThat(replica().read(kept)).isEqualTo(known(8));
  }

  @Test
  void followsAResetOfWhatOtherServersHadLedTo() throws IOException {
    FloorKey changed = firstUse(GUN, "team", "https://n1");
    accepted(FIRST_USE, 5);
    list(store);
    new ConfigMapTrustState(admin, NS, InstantSource.system()).reset(GUN, "operator");

    assertThat(store.readToRaise(changed)).isEqualTo(UNKNOWN);
    assertThat(store.read(changed)).isEqualTo(UNKNOWN);
  }

  /** Otherwise a server could go back to what others had led to before it had an entry. */
  @Test
  void neverTakesAnOlderEntryOfOtherServersForItsOwnThatIsNotListedYet() {
    FloorKey changed = firstUse(GUN, "team", "https://n1");
    accepted(FIRST_USE, 5);
    list(store);
    assertThat(store.readToRaise(changed)).isEqualTo(known(5));
    assertThat(store.raise(changed, Optional.of(floor(5)), floor(10)))
        .isEqualTo(VersionFloor.Outcome.RAISED);

    assertThat(replica().readToRaise(changed)).isEqualTo(known(10));
  }

  @Test
  void saysWhatCannotBeReached(@TempDir Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(cluster.kubeconfig())
            .replace(cluster.url(), "https://127.0.0.1:" + FreePort.choose()));
    try (ClusterConnection down = ClusterConnection.open(Optional.of(kubeconfig), "test")) {
      ConfigMapFloor unreachable = new ConfigMapFloor(down.client(), NS, TrustObserver.none());

      assertThat(unreachable.read(FIRST_USE))
          .isInstanceOfSatisfying(
              VersionFloor.Reading.Failed.class,
              failed ->
                  assertThat(failed.message())
                      .startsWith("trust state configmap portieris/portieris-trust-")
                      .contains("could not be read: "));
      assertThat(unreachable.raise(FIRST_USE, Optional.empty(), floor(1)))
          .isEqualTo(VersionFloor.Outcome.FAILED);
      assertThatThrownBy(
              () -> new ConfigMapTrustState(down.client(), NS, InstantSource.system()).list())
          .isInstanceOf(IOException.class);
    }
  }
}
