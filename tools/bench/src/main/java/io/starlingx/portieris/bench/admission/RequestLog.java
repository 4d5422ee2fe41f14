/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the requests that a server says in its log to have answered. */
final class RequestLog {

  private static final String ANSWERED = "response completed";

  private final Path log;

  RequestLog(Path log) {
    this.log = log;
  }

  /** All since the server was started. */
  long count() {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.contains(ANSWERED)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
