/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that are stored already, on their way into the indexes. */
class ListingsTest extends FloorCluster {

  ListingsTest(@TempDir Path directory) {
    super(directory);
  }

  /** Repositories that one index lists. */
  private static List<FloorKey> neighbours(int count) {
    String index = FloorConfigMaps.indexName(FIRST_USE);
    return IntStream.range(0, 100 * count)
        .mapToObj(i -> other("neighbour" + i))
        .filter(key -> FloorConfigMaps.indexName(key).equals(index))
        .limit(count)
        .toList();
  }

  @Test
  void listsManyFirstUsesWithOneWrite() throws IOException {
    List<FloorKey> keys = neighbours(12);
    keys.forEach(key -> accepted(key, 1));
    assertThat(store.unlisted()).isEqualTo(12);
    requests.set(0);

    list(store);

    assertThat(requests).hasValue(1);
    assertThat(listed(FIRST_USE)).containsExactlyElementsOf(keys);
    assertThat(store.unlisted()).isZero();
    list(store);
    assertThat(requests).as("nothing is left").hasValue(1);
  }

  @Test
  void listsAgainAfterAConflict() throws IOException {
    List<FloorKey> keys = neighbours(4);
    ConfigMapFloor other = replica();
    accepted(keys.get(0), 1);
    other.raise(keys.get(1), Optional.empty(), floor(1));
    other.raise(keys.get(2), Optional.empty(), floor(1));
    list(store);
    list(other);
    accepted(keys.get(3), 1);

    list(store);

    assertThat(listed(FIRST_USE)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(alarms).isEmpty();
  }

  @Test
  void knowsAfterItsOwnWriteWhatTheIndexLists() {
    List<FloorKey> keys = neighbours(2);
    accepted(keys.get(0), 1);
    pass(RecentIndexes.YOUNG);
    list(store);
    requests.set(0);

    assertThat(store.readToRaise(keys.get(1))).isEqualTo(UNKNOWN);

    assertThat(requests).hasValue(0);
  }

  /** What each write costs grows with all that an index lists. */
  @Test
  void listsFirstUsesOfSecondsTogether() throws IOException {
    List<FloorKey> keys = neighbours(2);
    accepted(keys.get(0), 1);
    pass(Listings.FIRST_USE_TURN.minusNanos(1));
    accepted(keys.get(1), 1);
    requests.set(0);
    store.list();
    assertThat(requests).hasValue(0);

    pass(Duration.ofNanos(1));
    store.list();

    assertThat(requests).hasValue(1);
    assertThat(listed(FIRST_USE)).containsExactlyElementsOf(keys);
  }

  /** Those of an index together, and no sooner: only an alarm rests on it. */
  @Test
  void listsPinnedRepositoriesEveryTenSeconds() throws IOException {
    List<FloorKey> keys =
        neighbours(3).stream()
            .<FloorKey>map(key -> new FloorKey.Pinned("a".repeat(64), key.gun()))
            .toList();
    accepted(keys.get(0), 1);
    accepted(keys.get(1), 1);
    requests.set(0);
    store.list();
    assertThat(requests).hasValue(0);

    pass(Listings.PINNED_TURN.dividedBy(2));
    accepted(keys.get(2), 1);
    pass(Listings.PINNED_TURN.dividedBy(2));
    requests.set(0);
    store.list();

    assertThat(requests).as("all at once").hasValue(1);
    assertThat(listed(keys.getFirst())).containsExactlyElementsOf(keys);
    assertThat(store.unlisted()).isZero();
  }

  @Test
  void listsPinnedRepositoriesAtClose() throws IOException {
    accepted(PINNED, 1);

    store.close();

    assertThat(listed(PINNED)).containsExactly(PINNED);
  }

  @Test
  void writesListingsAtClose() throws IOException {
    accepted(FIRST_USE, 1);

    store.close();

    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
  }

  /** Our own creation succeeds only because somebody has taken the other's entry away. */
  @Test
  void alarmsWhenSomebodyElseListedWhatWeCreated() throws IOException {
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
    ConfigMapFloor other = replica();
    other.raise(FIRST_USE, Optional.empty(), floor(5));
    list(other);
    deleteEntries();
    accepted(FIRST_USE, 1);

    list(store);

    assertThat(alarms).containsExactly("ROOT_UNTRUSTED " + GUN);
    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE);
    list(store);
    assertThat(alarms).as("told once").hasSize(1);
  }

  @Test
  void alarmsWhenTheOtherIsListedAfterOurs() throws IOException {
    ConfigMapFloor other = replica();
    other.raise(FIRST_USE, Optional.empty(), floor(5));
    deleteEntries();
    accepted(FIRST_USE, 1);
    list(store);
    assertThat(alarms).isEmpty();

    list(other);

    assertThat(alarms).containsExactly("ROOT_UNTRUSTED " + GUN);
  }

  @Test
  void triesAgainEverMoreRarelyWhatCannotBeWritten() throws IOException {
    accepted(FIRST_USE, 1);
    list(store);
    String index = FloorConfigMaps.indexName(FIRST_USE);
    String content = get(index).getData().get("index");
    FloorKey next = neighbours(1).getFirst();
    accepted(next, 1);
    edit(index, Map.of("index", "broken"));

    list(store);
    assertThat(store.unlisted()).isEqualTo(1);
    requests.set(0);
    store.list();
    assertThat(requests).as("not at once").hasValue(0);
    pass(Duration.ofSeconds(1));
    store.list();
    assertThat(requests.getAndSet(0)).isPositive();
    pass(Duration.ofSeconds(1));
    store.list();
    assertThat(requests).as("longer than the first time").hasValue(0);

    edit(index, Map.of("index", content));
    pass(Duration.ofSeconds(1));
    store.list();
    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE, next);
    assertThat(store.unlisted()).isZero();
    assertThat(alarms).isEmpty();
  }

  @Test
  void triesAgainAtCloseThoughAnIndexCouldNotBeWritten() throws IOException {
    accepted(FIRST_USE, 1);
    list(store);
    String index = FloorConfigMaps.indexName(FIRST_USE);
    String content = get(index).getData().get("index");
    FloorKey next = neighbours(1).getFirst();
    accepted(next, 1);
    edit(index, Map.of("index", "broken"));
    list(store);
    edit(index, Map.of("index", content));

    store.close();

    assertThat(listed(FIRST_USE)).containsExactly(FIRST_USE, next);
  }

  @Test
  void leavesOutAnUnlistedEntryOfSomebodyElseThatIsGoneWhenItsTurnComes() throws IOException {
    replica().raise(FIRST_USE, Optional.empty(), floor(5));
    assertThat(store.raise(FIRST_USE, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    deleteEntries();

    pass(Listings.OTHERS_TURN);
    list(store);

    assertThat(listed(FIRST_USE)).isEmpty();
    assertThat(store.unlisted()).isZero();
    assertThat(store.read(FIRST_USE)).isEqualTo(UNKNOWN);
  }

  /** A namespace has room for its own repositories only, also for those not listed yet. */
  @Test
  void storesNothingThatItsIndexHasNoRoomFor() {
    String namespace = "n".repeat(60);
    String path = "p".repeat(200);
    List<FloorKey> keys =
        IntStream.range(0, 80)
            .<FloorKey>mapToObj(
                i -> firstUse(GUN, namespace, "https://n" + i + "/" + path.repeat(60)))
            .toList();
    long stored =
        keys.stream()
            .map(key -> store.raise(key, Optional.empty(), floor(1)))
            .filter(VersionFloor.Outcome.RAISED::equals)
            .count();

    assertThat(stored).isBetween(60L, 79L);
    assertThat(admin.configMaps().inNamespace(NS).withLabel(FloorConfigMaps.LABEL, "entry").list())
        .satisfies(entries -> assertThat(entries.getItems()).hasSize((int) stored));
    list(store);
    assertThat(store.unlisted()).isZero();
  }
}
