/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.notary.ServerFiles;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client alone makes of every generated trust server, whatever tag is asked for. */
class GeneratedServersTest {

  private static final Path ROOT = Path.of("src/test/resources/fixtures/notary-gen");

  /** These differ only in what a tag stands for. */
  private static final Set<String> VERIFIED =
      Set.of("accept", "accept-without-role", "bad-target-digest", "no-such-target");

  private static final Map<String, List<String>> EARLIER =
      Map.of(
          "rotate-root.2", List.of("rotate-root.1"),
          "rotate-root-gap.3", List.of("rotate-root.1"),
          "rollback-snapshot.2", List.of("rollback.1"),
          "rollback-targets.2", List.of("rollback.1"));

  @TempDir Path state;

  static List<String> cases() throws IOException {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return directories
          .filter(Files::isDirectory)
          .map(directory -> directory.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isVerifiedOrStoppedAsExpected(String name) throws IOException {
    for (String earlier : EARLIER.getOrDefault(name, List.of())) {
      assertThat(update(earlier)).isEqualTo(ReasonCode.ALLOW);
    }
    String expect =
        new ObjectMapper()
            .readTree(ROOT.resolve(name).resolve("case.json").toFile())
            .path("expect")
            .asText();
    ReasonCode code =
        VERIFIED.contains(expect)
            ? ReasonCode.ALLOW
            : ReasonCode.valueOf(expect.toUpperCase(Locale.ROOT).replace('-', '_'));
    assertThat(update(name)).isEqualTo(code);
  }

  private ReasonCode update(String name) throws IOException {
    Path authorities = ROOT.resolve(name).resolve("ca.pem");
    RootAnchor anchor =
        Files.exists(authorities)
            ? new RootAnchor.Authorities(
                PemDocument.certificates(Files.readString(authorities)).orElseThrow())
            : new RootAnchor.FirstUse();
    return new TufFixture(new ServerFiles(ROOT.resolve(name)), new DirectoryFloor(state))
        .code(anchor);
  }
}
