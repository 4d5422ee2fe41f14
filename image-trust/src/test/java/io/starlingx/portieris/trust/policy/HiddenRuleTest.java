/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static io.starlingx.portieris.trust.policy.LintedRules.SOUND;
import static io.starlingx.portieris.trust.policy.LintedRules.checks;
import static io.starlingx.portieris.trust.policy.LintedRules.findings;
import static io.starlingx.portieris.trust.policy.LintedRules.lint;
import static io.starlingx.portieris.trust.policy.LintedRules.object;
import static io.starlingx.portieris.trust.policy.LintedRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings about rules that never decide because others come before them. */
class HiddenRuleTest {

  @ParameterizedTest
  @CsvSource({
    "icr.io/a/*, icr.io/a/*, never decides",
    "icr.io/a/*, icr.io/a/**, never decides",
    "icr.io/a/*b*, icr.io/a/b*, never decides",
    "icr.io/a/b, icr.io/a/b, never decides",
    "icr.io/a/b*, icr.io/a/b, decides only about that name to the letter",
  })
  void findsARuleThatAnEarlierOneHides(String earlier, String later, String message) {
    assertThat(lint(rule(earlier, SOUND), rule(later, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("rules/hidden");
              assertThat(finding.path()).isEqualTo("spec.repositories[1].name");
              assertThat(finding.message()).contains(message).contains(earlier + "\" comes before");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io/a/**, icr.io/b/*",
    "icr.io/*, icr.io/a/*",
    "icr.io/a/b*, icr.io/a/*b",
    "icr.io/a/b, icr.io/a/b*",
    "icr.io/a/*:1, icr.io/a/*",
  })
  void aRuleThatDecidesAboutSomethingIsNotHidden(String earlier, String later) {
    assertThat(checks(rule(earlier, SOUND), rule(later, SOUND))).doesNotContain("rules/hidden");
  }

  @Test
  void rulesOfOtherPoliciesHideToo() {
    JsonNode b = object("ClusterImagePolicy", "b", rule("icr.io/a/*", SOUND));
    JsonNode a = object("ClusterImagePolicy", "a", rule("icr.io/a/*", SOUND));
    JsonNode elsewhere = object("ImagePolicy", "c", rule("icr.io/a/*", SOUND));

    List<LintedPolicy> linted = PolicyLint.check(List.of(b, a, elsewhere));

    assertThat(linted.get(0).findings())
        .singleElement()
        .matches(f -> f.message().contains("\"icr.io/a/*\" of ClusterImagePolicy a comes before"));
    assertThat(linted.get(1).findings()).isEmpty();
    assertThat(linted.get(2).findings()).isEmpty();
  }

  @Property(tries = 300)
  void aHiddenRuleIsNeverTheOneThatDecides(
      @ForAll("pattern") String earlier,
      @ForAll("pattern") String later,
      @ForAll("image") String i) {
    JsonNode object = object("ClusterImagePolicy", "p", rule(earlier, SOUND), rule(later, "{}"));
    boolean hidden =
        findings(object).stream()
            .anyMatch(f -> f.check().equals("rules/hidden") && f.message().contains("never"));
    ImagePolicy policy = PolicyReader.read(object);

    if (hidden) {
      assertThat(PolicyList.of(List.of(policy)).best(List.of(i)).map(RuleMatch::rule))
          .isNotEqualTo(Optional.of(policy.repositories().get(1)));
    }
  }

  @Provide
  Arbitrary<String> pattern() {
    return Arbitraries.strings().withChars("a*/:").ofMinLength(1).ofMaxLength(4);
  }

  @Provide
  Arbitrary<String> image() {
    return Arbitraries.strings().withChars("a/:").ofMinLength(1).ofMaxLength(6);
  }
}
