/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A program that raises one floor a number of times, whoever else does so too. */
final class FloorCounter {

  static final int STEPS = 20;
  static final FloorKey KEY = new FloorKey.Pinned("c".repeat(64), "registry.test/counter");

  private FloorCounter() {}

  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FloorCounter.class.getName(),
            directory.toString())
        .inheritIO()
        .start();
  }

  /** Raises the floor in the directory named by the first argument. */
  public static void main(String... arguments) {
    DirectoryFloor store = new DirectoryFloor(Path.of(arguments[0]));
    int raised = 0;
    while (raised < STEPS) {
      Optional<Floor> seen =
          store.read(KEY) instanceof VersionFloor.Reading.Known(Floor floor)
              ? Optional.of(floor)
              : Optional.empty();
      long version = seen.flatMap(f -> f.find("timestamp")).map(Floor.Accepted::version).orElse(0L);
      switch (store.raise(KEY, seen, DirectoryFloorTest.floor(version + 1))) {
        case RAISED -> raised++;
        case CHANGED -> Thread.onSpinWait();
        case FAILED -> throw new IllegalStateException("cannot store");
      }
    }
  }
}
