/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.starlingx.portieris.trust.policy.Explanation.Considered;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final String CANONICAL = "docker.io/library/nginx:1";

  @Test
  void listsTheWinnerThenTheOthersThatMatchThenTheRest() {
    Explanation explanation =
        explain(
            List.of("nginx:1", CANONICAL),
            List.of(),
            List.of(cluster("quay.io/*", "*", "docker.io/*", "nginx*", "docker.io/x*")));

    assertThat(explanation.namespaced()).isFalse();
    assertThat(explanation.considered())
        .extracting(c -> c.rule().rule().name(), Considered::score, Considered::matching)
        .containsExactly(
            tuple("docker.io/*", 10, List.of(CANONICAL)),
            tuple("nginx*", 5, List.of("nginx:1")),
            tuple("*", 0, List.of("nginx:1", CANONICAL)),
            tuple("quay.io/*", 8, List.of()),
            tuple("docker.io/x*", 11, List.of()));
    assertThat(explanation.considered()).noneMatch(Considered::exact);
    assertThat(explanation.considered()).filteredOn(Considered::matches).hasSize(3);
  }

  @Test
  void theFirstExactRuleComesBeforeEveryScore() {
    Explanation explanation =
        explain(
            List.of("nginx:1", CANONICAL),
            List.of(cluster("docker.io/library/nginx*", "nginx:1", CANONICAL)),
            List.of(cluster("*")));

    assertThat(explanation.namespaced()).isTrue();
    assertThat(explanation.considered())
        .extracting(c -> c.rule().rule().name(), Considered::exact)
        .containsExactly(
            tuple("nginx:1", true),
            tuple(CANONICAL, true),
            tuple("docker.io/library/nginx*", false));
  }

  @Test
  void withoutAMatchNothingWins() {
    Explanation explanation = explain(List.of("nginx"), List.of(), List.of(cluster("quay.io/*")));

    assertThat(explanation.selection()).isInstanceOf(Selection.NoClusterRule.class);
    assertThat(explanation.considered()).singleElement().matches(c -> !c.matches());
  }

  @Property
  void theFirstOfAllIsTheOneThatIsChosen(
      @ForAll("patterns") List<String> patterns, @ForAll("image") String image) {
    Explanation explanation =
        explain(
            List.of(image, image + "/a"),
            List.of(),
            List.of(cluster(patterns.toArray(String[]::new))));

    Optional<RuleMatch> first =
        explanation.considered().stream()
            .filter(Considered::matches)
            .map(Considered::rule)
            .findFirst();
    Optional<RuleMatch> chosen =
        explanation.selection() instanceof Selection.Chosen(RuleMatch match)
            ? Optional.of(match)
            : Optional.empty();
    assertThat(first).isEqualTo(chosen);
  }

  private static Explanation explain(
      List<String> spellings, List<ImagePolicy> namespaced, List<ImagePolicy> cluster) {
    return PolicySelector.explain(spellings, new PolicySet(namespaced, cluster), Optional.empty());
  }

  private static ImagePolicy cluster(String... patterns) {
    return new ImagePolicy(
        Optional.empty(),
        "p",
        Arrays.stream(patterns)
            .map(pattern -> new RepositoryRule(pattern, true, List.of(), List.of()))
            .toList());
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings().withChars("ab*/:").ofMaxLength(6).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> image() {
    return Arbitraries.strings().withChars("ab/:").ofMinLength(1).ofMaxLength(6);
  }
}
