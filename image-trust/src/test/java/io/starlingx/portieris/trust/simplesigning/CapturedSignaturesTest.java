/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Every signature that gpg made, or that was made of one, with all keys but Mallory's trusted. */
class CapturedSignaturesTest {

  private static final String TABLE = "src/test/resources/fixtures/simple/signatures.csv";
  private static final Keyring KEYS = SimpleFixtures.keyring("trusted.gpg");

  @ParameterizedTest
  @CsvFileSource(files = TABLE, numLinesToSkip = 1)
  void isJudgedAsItWasMade(String signature, ReasonCode expected) {
    SignatureFinding finding =
        SimpleFixtures.check(KEYS).judge(SimpleFixtures.signature(signature));

    switch (finding) {
      case SignatureFinding.Accepted accepted -> assertThat(expected).isEqualTo(ReasonCode.ALLOW);
      case SignatureFinding.Refused refused ->
          assertThat(refused.code()).as(refused.reason()).isEqualTo(expected);
    }
  }

  @Test
  void theTableNamesEverySignature() throws IOException {
    try (Stream<String> rows = Files.lines(Path.of(TABLE));
        Stream<Path> files = Files.list(SimpleFixtures.ROOT.resolve("sigs"))) {
      assertThat(rows.skip(1).map(row -> row.substring(0, row.indexOf(',')) + ".sig"))
          .hasSize(47)
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
  }

  /** Rita's key as it was before she revoked it; both forms are in the ring. */
  @Test
  void aRevocationCountsWhicheverFormOfTheKeyComesFirst() {
    for (String[] order :
        new String[][] {
          {"rita.pub.asc", "rita-revoked.pub.gpg"}, {"rita-revoked.pub.gpg", "rita.pub.asc"}
        }) {
      assertThat(
              SimpleFixtures.check(SimpleFixtures.keyring(order))
                  .judge(SimpleFixtures.signature("revoked-key")))
          .isInstanceOfSatisfying(
              SignatureFinding.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(ReasonCode.UNTRUSTED_KEY));
    }
  }
}
