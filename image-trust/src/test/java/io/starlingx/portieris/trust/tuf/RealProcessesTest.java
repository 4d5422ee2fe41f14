/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write at the same time, and ones that are killed, as by {@code kill -9}. */
class RealProcessesTest {

  /** More than there are: the last run ends by itself. */
  private static final int MOST_STEPS = 100;

  @TempDir Path directory;

  @Test
  void neitherLosesNorInventsAFloorWhereverItIsKilled() throws Exception {
    int step = 1;
    while (check(step)) {
      step++;
      assertThat(step).isLessThan(MOST_STEPS);
    }
    // Three entries and three indexes, five steps each at least.
    assertThat(step).isGreaterThan(25);
  }

  /** Three processes raise a counter; not one step may be lost. */
  @Test
  void isSafeForSeveralProcesses() throws Exception {
    List<Process> processes = List.of(FloorCounter.start(directory), FloorCounter.start(directory));
    try {
      FloorCounter.main(directory.toString());
      for (Process process : processes) {
        assertThat(process.waitFor()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    assertThat(version(new DirectoryFloor(directory), FloorCounter.KEY))
        .isEqualTo(3L * FloorCounter.STEPS);
  }

  private boolean check(int step) throws IOException, InterruptedException {
    Path state = directory.resolve("killed-before-" + step);
    FloorWriter.Run run = FloorWriter.killedBefore(step, state);
    DirectoryFloor store = new DirectoryFloor(state);
    long raised = run.stored().stream().filter(line -> line.contains("raised")).count();
    boolean added = run.stored().stream().anyMatch(line -> line.contains("added"));

    assertThat(version(store, FloorWriter.RAISED)).as("step %s", step).isBetween(raised, 2L);
    assertThat(version(store, FloorWriter.ADDED)).as("step %s", step).isBetween(added ? 1L : 0, 1L);
    FloorWriter.write(store, line -> {});
    assertThat(version(store, FloorWriter.RAISED)).isEqualTo(2);
    assertThat(version(store, FloorWriter.ADDED)).isEqualTo(1);
    assertThat(store.list()).hasSize(2);
    assertThat(
            store.raise(
                FloorWriter.RAISED,
                Optional.of(DirectoryFloorTest.floor(2)),
                DirectoryFloorTest.floor(3)))
        .isEqualTo(VersionFloor.Outcome.RAISED);
    try (Stream<Path> files = Files.list(state)) {
      assertThat(files).as("step %s", step).noneMatch(file -> file.toString().endsWith(".part"));
    }
    return run.killed();
  }

  /** Anything but a floor or none is a failure. */
  private static long version(VersionFloor store, FloorKey key) {
    VersionFloor.Reading reading = store.read(key);
    if (reading instanceof VersionFloor.Reading.Known(Floor floor)) {
      return floor.version(Role.TIMESTAMP);
    }
    assertThat(reading).isEqualTo(new VersionFloor.Reading.Unknown());
    return 0;
  }
}
