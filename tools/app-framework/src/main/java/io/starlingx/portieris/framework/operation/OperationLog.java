/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.store.Timestamp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;

/** The log file of one application. */
public final class OperationLog {

  private final Path file;
  private final InstantSource clock;

  public OperationLog(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  Path file() {
    return file;
  }

  /** Adds a line. */
  public void write(String text) {
    try {
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(
          file,
          Timestamp.of(clock.instant()) + " " + text.strip() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    write(trace.toString());
  }
}
