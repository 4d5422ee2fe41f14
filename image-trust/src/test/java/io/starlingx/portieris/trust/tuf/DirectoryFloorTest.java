/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.starlingx.portieris.trust.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFloorTest {

  private static final FloorKey PINNED = new FloorKey.Pinned("a".repeat(64), "registry.test/app");
  private static final FloorKey FIRST_USE =
      new FloorKey.FirstUse(List.of("https://n1", "https://n2"), "registry.test/app", "team");

  /** Steps of a first entry: the directory's parent, an empty index, the entry, the index. */
  private static final int CRASHES = 1 + 5 + 5 + 5;

  @TempDir Path directory;

  private DirectoryFloor store() {
    return new DirectoryFloor(directory);
  }

  static Floor floor(long version) {
    return new Floor(
        "root".getBytes(UTF_8),
        Map.of(
            "root", new Floor.Accepted(1, Digest.of("root".getBytes(UTF_8))),
            "timestamp", new Floor.Accepted(version, Digest.of("t".getBytes(UTF_8)))));
  }

  private static VersionFloor.Reading known(long version) {
    return new VersionFloor.Reading.Known(floor(version));
  }

  @Test
  void knowsNothingAtFirstAndWritesNothingToSay() throws IOException {
    assertThat(store().read(PINNED)).isEqualTo(new VersionFloor.Reading.Unknown());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void remembersAcrossRestarts() {
    assertThat(store().raise(PINNED, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(store().raise(FIRST_USE, Optional.empty(), floor(2)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(store().read(PINNED)).isEqualTo(known(1));
    assertThat(store().read(FIRST_USE)).isEqualTo(known(2));
  }

  @Test
  void storesOnlyOnTopOfWhatWasSeen() {
    store().raise(PINNED, Optional.empty(), floor(5));
    assertThat(store().raise(PINNED, Optional.empty(), floor(3)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store().raise(PINNED, Optional.of(floor(4)), floor(3)))
        .isEqualTo(VersionFloor.Outcome.CHANGED);
    assertThat(store().raise(PINNED, Optional.of(floor(5)), floor(6)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(store().read(PINNED)).isEqualTo(known(6));
  }

  @Test
  void neverLowersAFloor() {
    store().raise(PINNED, Optional.empty(), floor(5));
    assertThat(store().raise(PINNED, Optional.of(floor(5)), floor(4)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
    assertThat(store().read(PINNED)).isEqualTo(known(5));
  }

  @Test
  void listsEntriesByNameThoughACrashKeptOneOutOfTheIndex() throws IOException {
    FloorKey other = new FloorKey.Pinned("b".repeat(64), "registry.test/a");
    store().raise(PINNED, Optional.empty(), floor(1));
    byte[] index = Files.readAllBytes(directory.resolve("index"));
    store().raise(other, Optional.empty(), floor(2));
    Files.write(directory.resolve("index"), index);

    assertThat(store().list())
        .containsExactly(
            new TrustState.Entry(other, file(other).toString(), known(2)),
            new TrustState.Entry(PINNED, file(PINNED).toString(), known(1)));
  }

  @Test
  void forgetsOneRepositoryAndNotesWhoWantedIt() throws IOException {
    FloorKey other = new FloorKey.Pinned("b".repeat(64), "registry.test/a");
    store().raise(PINNED, Optional.empty(), floor(1));
    store().raise(FIRST_USE, Optional.empty(), floor(2));
    store().raise(other, Optional.empty(), floor(3));

    assertThat(store().reset("registry.test/app", "alice"))
        .extracting(TrustState.Entry::key)
        .containsExactlyInAnyOrder(PINNED, FIRST_USE);

    assertThat(store().list()).extracting(TrustState.Entry::key).containsExactly(other);
    assertThat(store().read(PINNED)).isEqualTo(new VersionFloor.Reading.Unknown());
    assertThat(file(FIRST_USE)).doesNotExist();
    assertThat(Files.readAllLines(directory.resolve("resets.log")))
        .hasSize(2)
        .allMatch(line -> line.matches("\\S+Z alice reset registry.test/app, .*\\.floor"));
    assertThat(store().reset("registry.test/app", "alice")).isEmpty();
  }

  @Test
  void forgetsNothingWhereThereIsNothing() throws IOException {
    Path none = directory.resolve("none");
    assertThat(new DirectoryFloor(none).reset("registry.test/app", "alice")).isEmpty();
    assertThat(new DirectoryFloor(none).list()).isEmpty();
    assertThat(none).doesNotExist();
  }

  private Path file(FloorKey key) {
    return directory.resolve(key.id() + ".floor");
  }

  @Test
  void neverTakesABrokenEntryForAMissingOne() throws IOException {
    store().raise(FIRST_USE, Optional.empty(), floor(1));
    Path entry = entry();
    byte[] whole = Files.readAllBytes(entry);
    for (int position = 0; position < whole.length; position++) {
      byte[] broken = whole.clone();
      broken[position] ^= 1;
      Files.write(entry, broken);
      assertThat(store().read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);
    }
    Files.write(entry, new byte[0]);
    assertThat(store().read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);
    assertThat(store().raise(FIRST_USE, Optional.empty(), floor(2)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
  }

  @Test
  void doesNotTakeAnotherKeysEntry() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    byte[] other = Files.readAllBytes(entry());
    Files.delete(entry());
    store().raise(FIRST_USE, Optional.empty(), floor(1));
    Files.write(entry(), other);
    assertThat(store().read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Failed.class);
  }

  @Test
  void noticesADeletedEntry() throws IOException {
    store().raise(FIRST_USE, Optional.empty(), floor(1));
    Files.delete(entry());
    assertThat(store().read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void noticesADeletedOrBrokenIndex() throws IOException {
    store().raise(FIRST_USE, Optional.empty(), floor(1));
    Files.writeString(directory.resolve("index"), "broken");
    assertThat(store().read(PINNED)).isInstanceOf(VersionFloor.Reading.Failed.class);
    Files.delete(directory.resolve("index"));
    assertThat(store().read(PINNED)).isInstanceOf(VersionFloor.Reading.Failed.class);
    assertThat(store().raise(PINNED, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
  }

  @Test
  void survivesACrashBetweenEntryAndIndex() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    byte[] index = Files.readAllBytes(directory.resolve("index"));
    store().raise(FIRST_USE, Optional.empty(), floor(2));
    Files.write(directory.resolve("index"), index);

    assertThat(store().read(FIRST_USE)).isEqualTo(known(2));
    store().raise(FIRST_USE, Optional.of(floor(2)), floor(3));
    Files.delete(directory.resolve(FIRST_USE.id() + ".floor"));
    assertThat(store().read(FIRST_USE)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void carriesOverWhenTheServersChange() {
    store().raise(FIRST_USE, Optional.empty(), floor(7));
    FloorKey moved =
        new FloorKey.FirstUse(List.of("https://n3", "https://n2"), "registry.test/app", "team");
    assertThat(store().read(moved)).isEqualTo(known(7));
    assertThat(store().raise(moved, Optional.of(floor(7)), floor(8)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    assertThat(store().read(moved)).isEqualTo(known(8));
    assertThat(store().read(FIRST_USE)).isEqualTo(known(7));
  }

  @Test
  void carriesOverTheNewestWhenServersAreJoined() {
    FloorKey one = new FloorKey.FirstUse(List.of("https://n1"), "registry.test/app", "team");
    FloorKey two = new FloorKey.FirstUse(List.of("https://n2"), "registry.test/app", "team");
    store().raise(one, Optional.empty(), floor(7));
    store().raise(two, Optional.empty(), floor(9));
    assertThat(store().read(FIRST_USE)).isEqualTo(known(9));
    Floor rotated =
        new Floor(
            "new root".getBytes(UTF_8),
            Map.of(
                "root", new Floor.Accepted(2, Digest.of("new root".getBytes(UTF_8))),
                "timestamp", new Floor.Accepted(8, Digest.of("t".getBytes(UTF_8)))));
    store().raise(one, Optional.of(floor(7)), rotated);
    assertThat(store().read(FIRST_USE)).isEqualTo(new VersionFloor.Reading.Known(rotated));
  }

  @Test
  void noticesADeletedEntryOfAPinnedRepositoryToo() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    Files.delete(entry());
    assertThat(store().read(PINNED))
        .isEqualTo(
            new VersionFloor.Reading.Lost(
                "trust state " + file(PINNED) + " of registry.test/app is gone"));
    assertThat(store().raise(PINNED, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
  }

  /** Whichever step a crash comes before, nothing looks deleted afterwards. */
  @Test
  void aCrashAtAnyStepLosesNothing() {
    for (int crash = 1; crash <= CRASHES; crash++) {
      Path state = directory.resolve("crash" + crash);
      AtomicInteger steps = new AtomicInteger();
      int last = crash;
      DirectoryFloor crashing =
          new DirectoryFloor(
              state,
              () -> {
                if (steps.incrementAndGet() >= last) {
                  throw new IllegalStateException("crash");
                }
              });
      assertThatIllegalStateException()
          .isThrownBy(() -> crashing.raise(PINNED, Optional.empty(), floor(1)));
      DirectoryFloor restarted = new DirectoryFloor(state);
      assertThat(restarted.read(PINNED)).isIn(known(1), new VersionFloor.Reading.Unknown());
      assertThat(restarted.read(FIRST_USE)).isEqualTo(new VersionFloor.Reading.Unknown());
    }
  }

  @Test
  void listsAKeyOnceHoweverOftenItIsRaised() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    byte[] index = Files.readAllBytes(directory.resolve("index"));
    store().raise(PINNED, Optional.of(floor(1)), floor(2));
    assertThat(directory.resolve("index")).hasBinaryContent(index);
  }

  @Test
  void forgettingOneRepositoryKeepsTheOthersListed() throws IOException {
    FloorKey other = new FloorKey.Pinned("b".repeat(64), "registry.test/a");
    store().raise(PINNED, Optional.empty(), floor(1));
    store().raise(other, Optional.empty(), floor(3));
    store().reset("registry.test/app", "alice");
    Files.delete(file(other));
    assertThat(store().read(other)).isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void namesTheFileThatIsBroken() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    Files.writeString(entry(), "broken");
    assertThat(store().read(PINNED))
        .isEqualTo(
            new VersionFloor.Reading.Failed(
                "trust state " + file(PINNED) + " of registry.test/app is broken"));
  }

  @Test
  void carriesNothingOverToStrangers() {
    store().raise(FIRST_USE, Optional.empty(), floor(7));
    List<FloorKey> strangers =
        List.of(
            new FloorKey.FirstUse(List.of("https://n3"), "registry.test/app", "team"),
            new FloorKey.FirstUse(List.of("https://n1"), "registry.test/other", "team"),
            new FloorKey.FirstUse(List.of("https://n1"), "registry.test/app", "other"),
            PINNED);
    assertThat(strangers).map(store()::read).containsOnly(new VersionFloor.Reading.Unknown());
  }

  @Test
  void doesNotTrustAnewByAddingAServer() throws IOException {
    store().raise(FIRST_USE, Optional.empty(), floor(7));
    Files.delete(entry());
    assertThat(
            store()
                .read(
                    new FloorKey.FirstUse(
                        List.of("https://n1", "https://n3"), "registry.test/app", "team")))
        .isInstanceOf(VersionFloor.Reading.Lost.class);
  }

  @Test
  void reportsADirectoryThatCannotBeUsed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    DirectoryFloor store = new DirectoryFloor(file.resolve("state"));
    assertThat(store.read(PINNED)).isInstanceOf(VersionFloor.Reading.Failed.class);
    assertThat(store.raise(PINNED, Optional.empty(), floor(1)))
        .isEqualTo(VersionFloor.Outcome.FAILED);
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    store().raise(PINNED, Optional.empty(), floor(1));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("index", "lock", PINNED.id() + ".floor");
    }
  }

  private Path entry() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".floor")).findFirst().orElseThrow();
    }
  }
}
