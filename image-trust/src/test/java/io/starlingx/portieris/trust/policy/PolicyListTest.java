/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyListTest {

  @Property(tries = 1000)
  void findsTheRuleThatLookingAtEveryRuleFinds(
      @ForAll("patterns") List<String> patterns, @ForAll("images") List<String> spellings) {
    PolicyList list = list(patterns);

    assertThat(list.best(spellings).map(RuleMatch::rule))
        .isEqualTo(oneByOne(list.policies().getFirst(), spellings));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "pattern-vectors.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void aRuleAloneIsFoundExactlyWhereItsPatternMatches(
      int number, String pattern, String image, boolean matches) {
    assertThat(list(List.of(pattern)).best(List.of(image)).isPresent()).isEqualTo(matches);
  }

  /** What the rule shares with its neighbours in the index, and what sets it apart. */
  @ParameterizedTest
  @CsvSource({
    "a.io/x/*, b.io/x/*, b.io/x/y",
    "a.io/x/*, a.io/xy/*, a.io/xy/z",
    "*.a.io/x, *.b.io/x, c.b.io/x:1",
    "a*.io/x, b*.io/x, bb.io/x",
    "a.io/*/x, a.io/*/y, a.io/n/y",
    "a.io/*/x, a.io/*/y, a.io/n/y:tag@sha256:0",
    "a.io/*x*, a.io/*y*, a.io/aya",
    "a*, b*, b:1",
    "*a, *b, a/b:1",
    "a.io, b.io, b.io:5000/x",
  })
  void tellsRulesApartThatDifferInOnePlace(String other, String rule, String image) {
    assertThat(list(List.of(other, rule)).best(List.of(image)).map(m -> m.rule().name()))
        .contains(rule);
    assertThat(list(List.of(rule, other)).best(List.of(image)).map(m -> m.rule().name()))
        .contains(rule);
  }

  @Test
  void ranksAcrossPoliciesInListOrder() {
    ImagePolicy first = policy("first", "icr.io/ns/im*");
    ImagePolicy second = policy("second", "icr.io/ns/*mg", "icr.io/ns/img:1");

    assertThat(best(List.of(first, second), "icr.io/ns/img:2")).isEqualTo("icr.io/ns/im*");
    assertThat(best(List.of(second, first), "icr.io/ns/img:2")).isEqualTo("icr.io/ns/*mg");
    assertThat(best(List.of(first, second), "icr.io/ns/img:1")).isEqualTo("icr.io/ns/img:1");
  }

  @Test
  void anEmptyListFindsNothing() {
    assertThat(PolicyList.of(List.of())).isSameAs(PolicyList.EMPTY);
    assertThat(PolicyList.EMPTY.best(List.of("nginx"))).isEmpty();
    assertThat(PolicyList.of(List.of(policy("none"))).best(List.of("nginx"))).isEmpty();
  }

  @Test
  void onlyMandatoryRulesOfTheClusterMustPassBesideANamespacesRule() {
    ImagePolicy cluster =
        new ImagePolicy(
            Optional.empty(),
            "c",
            List.of(rule("*", true), rule("icr.io/*", false), rule("icr.io/ns/*", true)));
    ImagePolicy own = new ImagePolicy(Optional.of("team"), "own", List.of(rule("*", false)));
    PolicySet both = new PolicySet(List.of(own), List.of(policy("other"), cluster));

    assertThat(mandatory("icr.io/x", both)).contains("ClusterImagePolicy c, repository *");
    assertThat(mandatory("icr.io/ns/x", both))
        .contains("ClusterImagePolicy c, repository icr.io/ns/*");
    assertThat(mandatory("icr.io/x", new PolicySet(List.of(), List.of(cluster)))).isEmpty();
    assertThat(mandatory("icr.io/x", new PolicySet(List.of(own), List.of(policy("p", "*")))))
        .isEmpty();
    assertThat(PolicyList.EMPTY.mandatory()).isSameAs(PolicyList.EMPTY);
  }

  private static Optional<String> mandatory(String image, PolicySet policies) {
    return PolicySelector.mandatory(List.of(image), policies).map(RuleMatch::title);
  }

  private static RepositoryRule rule(String pattern, boolean mandatory) {
    return new RepositoryRule(pattern, Mode.ENFORCE, mandatory, true, List.of(), List.of());
  }

  private static String best(List<ImagePolicy> policies, String image) {
    return PolicyList.of(policies).best(List.of(image)).orElseThrow().rule().name();
  }

  private static Optional<RepositoryRule> oneByOne(ImagePolicy policy, List<String> spellings) {
    Optional<RepositoryRule> best = Optional.empty();
    int bestScore = -1;
    for (RepositoryRule rule : policy.repositories()) {
      RepositoryPattern pattern = new RepositoryPattern(rule.name());
      if (spellings.stream().anyMatch(pattern::isExactly)) {
        return Optional.of(rule);
      }
      if (spellings.stream().anyMatch(pattern::matches) && pattern.score() > bestScore) {
        best = Optional.of(rule);
        bestScore = pattern.score();
      }
    }
    return best;
  }

  private static PolicyList list(List<String> patterns) {
    return PolicyList.of(List.of(policy("p", patterns.toArray(String[]::new))));
  }

  /** Every rule is another object, so that equal patterns are told apart by their problems. */
  private static ImagePolicy policy(String name, String... patterns) {
    List<RepositoryRule> rules = new ArrayList<>();
    for (String pattern : patterns) {
      rules.add(new RepositoryRule(pattern, true, List.of(), List.of("rule " + rules.size())));
    }
    return new ImagePolicy(Optional.empty(), name, rules);
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings().withChars("ab*/:").ofMaxLength(7).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<String>> images() {
    return Arbitraries.strings()
        .withChars("ab/:")
        .ofMinLength(1)
        .ofMaxLength(8)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }
}
