/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every generated trust server, good and bad, against what a careful verifier makes of it. */
class GeneratedCasesTest {

  private static final String IMAGE = "registry.test/team/app";

  /** Which stages must have been seen before, in order, with the same state. */
  private static final Map<String, List<String>> EARLIER =
      Map.of(
          "rotate-root.2", List.of("rotate-root.1"),
          "rotate-root-gap.3", List.of("rotate-root.1"),
          "rollback-snapshot.2", List.of("rollback.1"),
          "rollback-targets.2", List.of("rollback.1"));

  @TempDir Path state;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(Fixtures.ROOT.resolve("notary-gen"))) {
      return directories
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAsExpected(String name) throws IOException {
    for (String earlier : EARLIER.getOrDefault(name, List.of())) {
      assertThat(verify(earlier, "v1")).isInstanceOf(Verdict.Trusted.class);
    }
    String expect = description(name).path("expect").asText();

    Verdict verdict = verify(name, "v1");

    assertThat(verdict.code()).as("%s", verdict).isEqualTo(code(expect));
    if (expect.equals("accept-without-role")) {
      assertThat(verify(name, "base").code()).isEqualTo(ReasonCode.ALLOW);
    }
  }

  private static ReasonCode code(String expect) {
    return switch (expect) {
      case "accept" -> ReasonCode.ALLOW;
      case "accept-without-role" -> ReasonCode.NO_SUCH_TARGET;
      case "bad-target-digest" -> ReasonCode.MALFORMED;
      default -> ReasonCode.valueOf(expect.toUpperCase(Locale.ROOT).replace('-', '_'));
    };
  }

  private Verdict verify(String name, String tag) throws IOException {
    return Fixtures.verify(
        new ServerFiles(Fixtures.generated(name)),
        state,
        Fixtures.request(IMAGE + ":" + tag, anchor(name)));
  }

  private static RootAnchor anchor(String name) throws IOException {
    JsonNode pin = description(name).path("pin").path("ca");
    return pin.isMissingNode()
        ? new RootAnchor.FirstUse()
        : new RootAnchor.Authorities(
            PemDocument.certificates(
                    Files.readString(Fixtures.generated(name).resolve(pin.asText())))
                .orElseThrow());
  }

  private static JsonNode description(String name) throws IOException {
    return new ObjectMapper().readTree(Fixtures.generated(name).resolve("case.json").toFile());
  }
}
