/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every signature that gpg made, or that was made of one, with all keys but one trusted. */
class CapturedSignaturesTest {

  private static final Keyring KEYS = SimpleFixtures.keyring("trusted.gpg");

  private static final List<String> ACCEPTED = List.of("ok-", "identity-", "bad-identity-tag");
  private static final Map<String, ReasonCode> REFUSED =
      Map.ofEntries(
          Map.entry("bad-digest", ReasonCode.DIGEST_MISMATCH),
          Map.entry("bad-identity-repo", ReasonCode.IDENTITY_MISMATCH),
          Map.entry("tampered-", ReasonCode.BAD_SIGNATURE),
          Map.entry("revoked-key", ReasonCode.UNTRUSTED_KEY),
          Map.entry("expired-", ReasonCode.EXPIRED),
          Map.entry("sig-in-future", ReasonCode.NOT_YET_VALID),
          Map.entry("weak-sha1", ReasonCode.UNSUPPORTED),
          Map.entry("bomb-2MB", ReasonCode.TOO_LARGE));

  static Stream<String> signatures() throws IOException {
    try (Stream<Path> files = Files.list(SimpleFixtures.ROOT.resolve("sigs"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".sig", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void isJudgedAsItWasMade(String name) {
    SignatureFinding finding = SimpleFixtures.check(KEYS).judge(SimpleFixtures.signature(name));

    if (ACCEPTED.stream().anyMatch(name::startsWith)) {
      assertThat(finding).isInstanceOf(SignatureFinding.Accepted.class);
      return;
    }
    ReasonCode code =
        REFUSED.entrySet().stream()
            .filter(entry -> name.startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(ReasonCode.MALFORMED);
    assertThat(finding)
        .isInstanceOfSatisfying(
            SignatureFinding.Refused.class,
            refused -> assertThat(refused.code()).as(refused.reason()).isEqualTo(code));
  }
}
