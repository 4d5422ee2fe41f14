/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class RulesTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("portieris.root", "."), "docs/starlingx/lint.md");

  /** Tested where what they need is at hand. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "archive/unreadable", "chart/helm-lint", "chart/not-rendered", "plugin/duplicate-file");

  @Test
  void everyRuleHasATarballThatBreaksIt() {
    Set<String> seeded =
        Stream.of(SeededDefectsTest.names(), SeededDefect.rows(), SeededArmadaDefectsTest.finds())
            .flatMap(rows -> rows)
            .map(Arguments::get)
            .map(row -> (String) row[1])
            .collect(Collectors.toCollection(TreeSet::new));
    seeded.addAll(ELSEWHERE);

    assertThat(Rules.all().keySet()).isSubsetOf(seeded);
    assertThat(seeded).isSubsetOf(Rules.all().keySet());
  }

  @Test
  void theDocumentListsEveryRuleWithItsSeverity() throws IOException {
    List<String> documented =
        Pattern.compile("(?m)^\\| `([a-z]+/[a-z0-9.-]+)` \\| (error|warning) ")
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .sorted()
            .toList();

    assertThat(documented)
        .isEqualTo(
            Rules.all().values().stream()
                .map(
                    rule ->
                        rule.id() + " " + rule.severity().name().toLowerCase(java.util.Locale.ROOT))
                .sorted()
                .toList());
  }
}
