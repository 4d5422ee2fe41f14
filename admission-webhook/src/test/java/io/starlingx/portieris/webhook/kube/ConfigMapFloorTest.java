/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.testbed.process.FreePort;
import io.starlingx.portieris.trust.tuf.Floor;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TrustState;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    VersionFloor other = new ConfigMapFloor(webhook, NS);
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
          VersionFloor own = new ConfigMapFloor(webhook, NS);
          for (int raised = 0; raised < 10; ) {
            Optional<Floor> seen =
                own.read(FIRST_USE) instanceof VersionFloor.Reading.Known(Floor floor)
                    ? Optional.of(floor)
                    : Optional.empty();
            long version =
                seen.flatMap(f -> f.find("timestamp")).map(Floor.Accepted::version).orElse(0L);
            VersionFloor.Outcome outcome = own.raise(FIRST_USE, seen, floor(version + 1));
            assertThat(outcome).isNotEqualTo(VersionFloor.Outcome.FAILED);
            raised += outcome == VersionFloor.Outcome.RAISED ? 1 : 0;
          }
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
            accepted(key, 1);
            return null;
          });
    }
    for (Future<Void> finished : executor.invokeAll(replicas)) {
      finished.get();
    }
    admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL, "entry").delete();

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
    accepted(new FloorKey.Pinned("a".repeat(64), GUN + "/another"), 1);
    requests.set(0);

    assertThat(store.read(PINNED)).isEqualTo(UNKNOWN);
    assertThat(requests).hasValue(2);
    accepted(PINNED, 1);
    assertThat(requests).as("entry and index written").hasValue(4);

    requests.set(0);
    assertThat(store.read(PINNED)).isEqualTo(known(1));
    assertThat(store.raise(PINNED, Optional.of(floor(1)), floor(2)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(requests).as("entry read, both read, entry written").hasValue(4);
  }

  @Test
  void listsItsKeyBesideThoseThatAnotherReplicaHasListedMeanwhile() {
    FloorKey ours = firstUse(GUN, "team", "https://n1");
    FloorKey theirs = firstUse(GUN, "team", "https://n2");
    assertThat(store.read(ours)).isEqualTo(UNKNOWN);
    assertThat(new ConfigMapFloor(webhook, NS).raise(theirs, Optional.empty(), floor(2)))
        .isEqualTo(VersionFloor.Outcome.RAISED);

    accepted(ours, 1);

    deleteEntries();
    assertThat(store.read(ours)).isInstanceOf(VersionFloor.Reading.Lost.class);
    assertThat(store.read(theirs)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  /** Our own creation succeeds only because somebody has taken the other's entry away. */
  @Test
  void isNoFirstUseWhenAnotherReplicaHasListedTheKeyMeanwhileAndTheEntryIsGone() {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(new ConfigMapFloor(webhook, NS).raise(FIRST_USE, Optional.empty(), floor(5)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    deleteEntries();

    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
  }

  @Test
  void isNoFirstUseWhenTheIndexWasReadAgainMeanwhileAndListsTheKey() {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(new ConfigMapFloor(webhook, NS).raise(FIRST_USE, Optional.empty(), floor(5)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    deleteEntries();
    assertThat(store.read(firstUse(GUN, "team", "https://n9"))).isEqualTo(UNKNOWN);

    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store.read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void startsAPinnedRepositoryAgainThoughItsIndexHasChangedMeanwhile() {
    accepted(PINNED, 5);
    deleteEntries();
    assertThat(store.read(PINNED)).isInstanceOf(VersionFloor.Reading.Lost.class);
    new ConfigMapFloor(webhook, NS)
        .raise(new FloorKey.Pinned("a".repeat(64), GUN), Optional.empty(), floor(5));
    deleteEntries();

    accepted(PINNED, 1);
    assertThat(store.read(PINNED)).isEqualTo(known(1));
  }

  private void deleteEntries() {
    admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL, "entry").delete();
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

    edit(FloorConfigMaps.indexName(FIRST_USE), Map.of("index", "broken"));
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
    admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL, "entry").delete();

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
  void carriesOverWhenTheServersChangeAndToNobodyElse() {
    accepted(FIRST_USE, 7);

    assertThat(store.read(firstUse(GUN, "team", "https://n2", "https://n3"))).isEqualTo(known(7));
    assertThat(store.read(firstUse(GUN, "team", "https://n3"))).isEqualTo(UNKNOWN);
    assertThat(store.read(firstUse(GUN, "other", "https://n1"))).isEqualTo(UNKNOWN);
    assertThat(store.read(firstUse(GUN, "", "https://n1"))).isEqualTo(UNKNOWN);
    assertThat(store.read(PINNED)).isEqualTo(UNKNOWN);
  }

  @Test
  void saysWhatCannotBeReached(@TempDir Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(cluster.kubeconfig())
            .replace(cluster.url(), "https://127.0.0.1:" + FreePort.choose()));
    try (ClusterConnection down = ClusterConnection.open(Optional.of(kubeconfig), "test")) {
      ConfigMapFloor unreachable = new ConfigMapFloor(down.client(), NS);

      assertThat(unreachable.read(FIRST_USE))
          .isInstanceOfSatisfying(
              VersionFloor.Reading.Failed.class,
              failed ->
                  assertThat(failed.message())
                      .startsWith("trust state configmap portieris/portieris-trust-")
                      .contains("could not be read: "));
      assertThat(unreachable.raise(FIRST_USE, Optional.empty(), floor(1)))
          .isEqualTo(VersionFloor.Outcome.FAILED);
      assertThatThrownBy(unreachable::list).isInstanceOf(IOException.class);
    }
  }

  @Test
  void forgetsOneRepositoryForThoseWhoMayAndNotesIt() throws IOException {
    accepted(FIRST_USE, 5);
    accepted(PINNED, 6);
    FloorKey other = firstUse("registry.test/other", "team", "https://n1");
    accepted(other, 7);
    ConfigMapFloor asAdmin = new ConfigMapFloor(admin, NS);
    assertThat(asAdmin.list())
        .extracting(entry -> entry.key().gun())
        .containsExactly(GUN, GUN, "registry.test/other");

    assertThat(asAdmin.reset(GUN, "alice"))
        .extracting(TrustState.Entry::reading)
        .containsExactlyInAnyOrder(known(5), known(6));

    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    assertThat(store.read(PINNED)).isEqualTo(UNKNOWN);
    assertThat(store.read(other)).isEqualTo(known(7));
    assertThat(events())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getReason()).isEqualTo("TrustStateReset");
              assertThat(event.getMessage()).isEqualTo("trust state of " + GUN + " reset by alice");
            });
  }

  @Test
  void theWebhookItselfCannotForget() {
    accepted(FIRST_USE, 5);

    assertThatThrownBy(() -> store.reset(GUN, "intruder")).isInstanceOf(IOException.class);
    assertThat(store.read(FIRST_USE)).isEqualTo(known(5));
  }

  @Test
  void writesAnEventOfAFirstUse() {
    new FirstUseEvents(webhook, NS, Runnable::run, TrustObserver.none())
        .firstUse(firstUse(GUN, "team", "https://n1"), "n1", List.of("k1", "k2"));

    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getReason()).isEqualTo("TrustedOnFirstUse");
              assertThat(event.getMessage())
                  .isEqualTo(
                      "the root of registry.test/app at n1 is trusted from now on; "
                          + "pin it with trust.root.keyIds: k1, k2");
            });
  }
}
