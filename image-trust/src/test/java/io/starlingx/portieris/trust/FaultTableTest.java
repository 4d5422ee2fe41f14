/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.testbed.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault that a server can commit, at every kind of request, ends in the verdict of this
 * table: in time, and with a heap of 64 MiB for the engine and the server together.
 */
class FaultTableTest {

  private static final String HEAP = "-Xmx64m";

  /** Rows by {@link Fault}, columns by {@link FaultRun.Request}; a late answer is no fault. */
  private static final String EXPECTED =
      """
      fault                 | root          | timestamp    | snapshot     | targets      | token        | manifest     | signature
      no_content            | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      forbidden             | UNAUTHORIZED  | UNAUTHORIZED | UNAUTHORIZED | UNAUTHORIZED | UNAUTHORIZED | UNAUTHORIZED | UNAUTHORIZED
      not_found             | NO_TRUST_DATA | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | NOT_FOUND    | NO_SIGNATURE
      too_many_requests     | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      server_error          | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      redirect_elsewhere    | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      redirect_in_circles   | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      html                  | MALFORMED     | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED
      empty                 | MALFORMED     | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED
      not_what_it_should_be | MALFORMED     | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED
      compressed            | MALFORMED     | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED
      truncated             | UNAVAILABLE   | UNAVAILABLE  | CHECKSUM     | CHECKSUM     | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      disconnected          | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      endless               | TOO_LARGE     | TOO_LARGE    | CHECKSUM     | CHECKSUM     | TOO_LARGE    | TOO_LARGE    | TOO_LARGE
      chunked_and_too_long  | TOO_LARGE     | TOO_LARGE    | CHECKSUM     | CHECKSUM     | TOO_LARGE    | TOO_LARGE    | TOO_LARGE
      long_headers          | MALFORMED     | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED    | MALFORMED
      silent                | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      dripping              | UNAVAILABLE   | UNAVAILABLE  | CHECKSUM     | CHECKSUM     | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      stalled               | UNAVAILABLE   | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE  | UNAVAILABLE
      late                  | ALLOW         | ALLOW        | ALLOW        | ALLOW        | ALLOW        | ALLOW        | ALLOW
      """;

  @Test
  void everyFaultAtEveryRequestEndsInAVerdict(@TempDir Path directory) {
    List<String> lines = new ArrayList<>();

    int exit =
        Command.of(
                Path.of("").toAbsolutePath(),
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FaultRun.class.getName(),
                    directory.resolve("run").toString()))
            .withLimit(Duration.ofMinutes(10))
            .run(lines::add);

    assertThat(exit).as("%s", lines).isZero();
    assertThat(results(lines)).isEqualTo(expected());
  }

  private static Map<String, String> results(List<String> lines) {
    Map<String, String> results = new HashMap<>();
    lines.stream()
        .filter(line -> line.startsWith(FaultRun.RESULT))
        .map(line -> line.split(" "))
        .forEach(words -> results.put(words[2] + " " + words[1], words[3]));
    return results;
  }

  private static Map<String, String> expected() {
    List<List<String>> table =
        EXPECTED
            .lines()
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .toList();
    Map<String, String> expected = new HashMap<>();
    for (List<String> row : table.subList(1, table.size())) {
      for (int i = 1; i < row.size(); i++) {
        expected.put(row.getFirst() + " " + table.getFirst().get(i), row.get(i));
      }
    }
    assertThat(expected).hasSize(Fault.values().length * FaultRun.Request.values().length);
    return expected;
  }
}
