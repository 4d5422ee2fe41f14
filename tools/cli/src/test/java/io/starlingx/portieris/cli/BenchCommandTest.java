/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.starlingx.portieris.bench.admission.AdmissionBench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest extends CommandFixture {

  private static final String SCENARIOS =
      """
      scenarios:
        - {name: connections, connections: 2, images: 4, requests: 20, warmUp: 4}
        - {name: streams, protocol: http/2, streams: 8, images: 4, imagesPerObject: 2, requests: 20, warmUp: 4}
        - {name: unseen, coldShare: 50, images: 2, requests: 6, warmUp: 2}
        - {name: pinned, root: pinned, coldShare: 50, images: 2, requests: 6, warmUp: 2}
        - {name: pods, through: api-server, connections: 2, images: 3, requests: 12, rounds: 3, reviews: 12, warmUp: 2}
        - {name: digests, through: api-server, named: digest, connections: 2, images: 3, requests: 6, reviews: 6, warmUp: 2}
        - {name: large, bodyMiB: 64, images: 1, requests: 2}
        - {name: gone, trustServer: down, images: 2, requests: 4, warmUp: 2}
      """;

  @TempDir Path directory;

  @Test
  void countsRightAnswersOfRealServersInEveryKindOfScenario() throws Exception {
    Path file = Files.writeString(directory.resolve("scenarios.yaml"), SCENARIOS);

    assertThat(execute("bench", "admission", "--scenario", file.toString()))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);

    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("connections +webhook +20/20 .*"))
        .anyMatch(line -> line.matches("connections +no-op +20/20 .*"))
        .anyMatch(line -> line.matches("streams +webhook +20/20 .*"))
        .anyMatch(line -> line.matches("unseen +webhook +6/6 .*"))
        .anyMatch(line -> line.matches("pinned +webhook +6/6 .*"))
        .anyMatch(line -> line.matches("  [\\d.]+ times the no-op's processor time .*"))
        .anyMatch(line -> line.matches("large +webhook +2/2 .*"))
        .anyMatch(line -> line.matches("pods +none +12/12 .*"))
        .anyMatch(line -> line.matches("pods +no-op\\+ +12/12 .*"))
        .anyMatch(line -> line.matches("pods +webhook +12/12 .*"))
        .anyMatch(line -> line.matches("  round 3: pods/s with webhook .* of those with no-op\\+"))
        .anyMatch(line -> line.matches("digests +webhook +6/6 .*"))
        .noneMatch(line -> line.matches("digests +no-op\\+ .*"))
        .anyMatch(line -> line.matches("gone +webhook +4/4 .*"));
  }

  @Test
  void theScenariosOfTheProjectAreUsable() throws Exception {
    Path folder = Path.of(System.getProperty("portieris.root", "."), "tools/bench/scenarios");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();

      assertThat(all).hasSize(7);
      assertThatCode(() -> new AdmissionBench(all, new PrintWriter(out)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anUnusableScenarioIsNamedBeforeAnythingIsStarted() throws Exception {
    Path file =
        Files.writeString(directory.resolve("bad.yaml"), "scenarios: [{name: wide, streams: 2}]");

    assertThat(execute("bench", "admission", "--scenario", file.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("bad.yaml: scenario wide: streams: HTTP/1.1 has one");
  }

  @Test
  void whatTheReferenceWouldIgnoreIsRefused() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("bad.yaml"), "scenarios: [{name: warm, reference: true}]");

    assertThat(execute("bench", "admission", "--scenario", file.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("bad.yaml: scenario warm: reference: a load, directly, with coldShare 100");
  }

  @Test
  void anAotCacheIsForThisProductsWebhookOnly() {
    assertThat(
            execute(
                "bench",
                "admission",
                "--aot",
                "--url",
                "https://127.0.0.1:9443/admit",
                "--ca",
                "ca.pem"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--aot is for this product's webhook: leave --url out");
  }
}
