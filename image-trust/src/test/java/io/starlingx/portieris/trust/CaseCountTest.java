/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that tells how many cases each format has counts what the tests really run. */
class CaseCountTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path FIXTURES = RESOURCES.resolve("fixtures");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]+) \\| (\\d+) \\| `(\\w+)` \\|");

  @Test
  void everyCaseIsCountedAndHasATest() throws IOException {
    Map<String, Long> documented = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(root().resolve("docs/verification-cases.md")));
    while (row.find()) {
      documented.put(row.group(3), Long.parseLong(row.group(2)));
    }

    assertThat(documented).containsExactlyEntriesOf(counted());
    for (String test : documented.keySet()) {
      try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
        assertThat(sources).as(test).anyMatch(file -> file.endsWith(test + ".java"));
      }
    }
  }

  private static Map<String, Long> counted() throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("GeneratedCasesTest", directories(FIXTURES.resolve("notary-gen")));
    counts.put("CapturedServersTest", servers(FIXTURES.resolve("notary")));
    counts.put(
        "CanonicalJsonTest", elements(FIXTURES.resolve("notary/canonical-json-vectors.json")));
    counts.put("SignatureVectorsTest", lines(FIXTURES.resolve("notary/signature-vectors.tsv")));
    counts.put("CapturedSignaturesTest", lines(FIXTURES.resolve("simple/signatures.csv")) - 1);
    counts.put("IdentityRuleTest", lines(FIXTURES.resolve("simple/identity-matrix.csv")) - 1);
    counts.put(
        "RepositoryPatternTest",
        lines(RESOURCES.resolve("io/starlingx/portieris/trust/policy/pattern-vectors.csv")) - 1);
    counts.put("FaultTableTest", (long) Fault.values().length * FaultRun.Request.values().length);
    return counts;
  }

  private static long directories(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).count();
    }
  }

  /** Captured servers, each stage of a staged one by itself. */
  private static long servers(Path parent) throws IOException {
    try (Stream<Path> found = Files.walk(parent, 3)) {
      return found.filter(file -> file.endsWith("server")).count();
    }
  }

  private static long elements(Path json) throws IOException {
    return new ObjectMapper().readTree(json.toFile()).size();
  }

  private static long lines(Path file) throws IOException {
    return Files.readString(file).lines().filter(line -> !line.isBlank()).count();
  }

  private static Path root() {
    return Path.of(System.getProperty("portieris.root", ".."));
  }
}
