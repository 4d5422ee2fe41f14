/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is refused finds the reason in docs/operations.md. */
class ReasonCodeManualTest {

  /** A table's row: codes, what happened, what to do. */
  private static final Pattern ROW =
      Pattern.compile("\\| (?<codes>[A-Z_]+(, [A-Z_]+)*) \\| [^|]+ \\| [^|]+ \\|");

  @Test
  void theManualHasAnEntryForEachCodeAndForNoOther() throws IOException {
    Path manual = Path.of(System.getProperty("portieris.root"), "docs/operations.md");
    List<String> entries =
        Files.readAllLines(manual).stream()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .flatMap(row -> Stream.of(row.group("codes").split(", ")))
            .toList();

    assertThat(entries)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ReasonCode.values())
                .filter(code -> code != ReasonCode.ALLOW)
                .map(ReasonCode::name)
                .toList());
  }
}
