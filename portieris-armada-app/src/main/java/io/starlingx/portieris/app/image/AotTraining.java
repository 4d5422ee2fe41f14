/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Has a program do what it will do in production, while its virtual machine takes notes. */
@FunctionalInterface
public interface AotTraining {

  /**
   * Starts the program, puts it to work and lets it end in order: the notes are written at its end.
   *
   * @param command starts the program, without the program's own arguments
   * @param work an empty folder
   * @throws IOException when a file cannot be written or the program cannot be started
   * @throws ImageException when the program does not do its work; says how it failed
   */
  void run(List<String> command, Path work) throws IOException, ImageException;

  /**
   * Starts the program and ends it as soon as it is ready.
   *
   * @param command as in {@link #run}
   * @param work an empty folder
   * @return what that took; empty when nobody can tell when the program is ready
   * @throws IOException as in {@link #run}
   * @throws ImageException when the program does not become ready; says how it failed
   */
  default Optional<StartUp> start(List<String> command, Path work)
      throws IOException, ImageException {
    return Optional.empty();
  }

  /**
   * What it takes to start a program.
   *
   * @param time until it is ready
   * @param processor time of all its threads until then
   */
  record StartUp(Duration time, Duration processor) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.2f s (%.2f s of processor time)",
          time.toMillis() / 1e3,
          processor.toMillis() / 1e3);
    }
  }
}
