/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmIgnoreTest {

  @ParameterizedTest
  @CsvSource({
    "*.bak,            values.yaml.bak,      true",
    "*.bak,            templates/a.bak,      true",
    "*.bak,            values.yaml,          false",
    "/*.bak,           a.bak,                true",
    "/*.bak,           templates/a.bak,      false",
    "templates/*.txt,  templates/a.txt,      true",
    "templates/*.txt,  templates/sub/a.txt,  false",
    "templates/*.txt,  a.txt,                false",
    "a?c,              abc,                  true",
    "a?c,              ac,                   false",
    "[a-c]x,           bx,                   true",
    "[^a-c]x,          bx,                   false",
    "[^a-c]x,          dx,                   true",
    "a\\*b,            a*b,                  true",
    "a\\*b,            axb,                  false",
    "a.c,              abc,                  false",
    ".git/,            .git,                 false",
    "none,             templates/.hidden,    true",
    "none,             .hidden,              false",
  })
  void decidesAsHelmDoes(String rule, String path, boolean ignored) {
    assertThat(HelmIgnore.parse(List.of(rule)).ignores(path, false)).isEqualTo(ignored);
  }

  @Test
  void aTrailingSlashMeansDirectoriesOnly() {
    assertThat(HelmIgnore.parse(List.of("ci/")).ignores("ci", true)).isTrue();
  }

  @Test
  void aNegatedRuleIgnoresAllThatItDoesNotMatch() {
    HelmIgnore rules = HelmIgnore.parse(List.of("!*.yaml"));

    assertThat(rules.ignores("values.yaml", false)).isFalse();
    assertThat(rules.ignores("README.md", false)).isTrue();
  }

  @Test
  void commentsAndBlankLinesAreNoRules() {
    assertThat(HelmIgnore.parse(List.of("# *", "", "  ")).ignores("a", false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a/**/b", "[a", "a\\"})
  void aRuleThatHelmRefusesIsRefusedWithItsLine(String rule) {
    assertThatThrownBy(() -> HelmIgnore.parse(List.of("# first", rule)))
        .isInstanceOfSatisfying(
            PatternSyntaxException.class, e -> assertThat(e.getIndex()).isEqualTo(2));
  }

  /** Any text either is refused as a rule or decides every path. */
  @Property(tries = 300)
  void neverFailsOtherwise(@ForAll String rule, @ForAll String path) {
    try {
      HelmIgnore.parse(List.of(rule)).ignores(path, false);
    } catch (PatternSyntaxException e) {
      assertThat(e.getIndex()).isEqualTo(1);
    }
  }
}
