/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A program that stores three floors and can be stopped before any step, to be killed there. */
final class FloorWriter {

  static final FloorKey RAISED = new FloorKey.Pinned("a".repeat(64), "registry.test/raised");
  static final FloorKey ADDED =
      new FloorKey.FirstUse(List.of("https://n1"), "registry.test/added", "team");

  private FloorWriter() {}

  /** What was stored, and whether the program was killed before it had stored everything. */
  record Run(List<String> stored, boolean killed) {}

  /** Runs the program on {@code directory} and kills it before the given step, from 1. */
  static Run killedBefore(int step, Path directory) throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FloorWriter.class.getName(),
                directory.toString(),
                Integer.toString(step))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> stored = new ArrayList<>();
    boolean killed = false;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals("waiting")) {
        stored.add(line);
        line = out.readLine();
      }
      killed = line != null;
    } finally {
      program.destroyForcibly().waitFor();
    }
    return new Run(stored, killed);
  }

  /** Takes a directory and the number of the step before which to wait for the end. */
  public static void main(String... arguments) {
    int last = Integer.parseInt(arguments[1]);
    AtomicInteger steps = new AtomicInteger();
    DirectoryFloor store =
        new DirectoryFloor(
            Path.of(arguments[0]),
            () -> {
              if (steps.incrementAndGet() == last) {
                System.out.println("waiting");
                System.out.flush();
                untilKilled();
              }
            });
    write(store, System.out::println);
  }

  private static void untilKilled() {
    try {
      System.exit(System.in.read() + 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores what is not stored yet, and tells of each that is. */
  static void write(VersionFloor store, Consumer<String> stored) {
    for (Map.Entry<FloorKey, Long> next :
        List.of(Map.entry(RAISED, 1L), Map.entry(RAISED, 2L), Map.entry(ADDED, 1L))) {
      FloorKey key = next.getKey();
      Optional<Floor> seen =
          store.read(key) instanceof VersionFloor.Reading.Known(Floor floor)
              ? Optional.of(floor)
              : Optional.empty();
      if (seen.map(floor -> floor.version(Role.TIMESTAMP)).orElse(0L) < next.getValue()) {
        VersionFloor.Outcome outcome =
            store.raise(key, seen, DirectoryFloorTest.floor(next.getValue()));
        if (outcome != VersionFloor.Outcome.RAISED) {
          throw new IllegalStateException(key + ": " + outcome);
        }
      }
      stored.accept(key.gun() + " " + next.getValue());
    }
  }
}
