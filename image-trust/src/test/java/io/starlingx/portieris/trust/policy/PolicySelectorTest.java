/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySelectorTest {

  private static final String WORLD = "icr.io/hello/world";
  private static final String EARTH = "icr.io/hello/earth";

  @ParameterizedTest
  @CsvSource({
    "'*|icr.io/*|icr.io/ns/*', icr.io/ns/img:1, 2",
    "icr.io/ns/img|icr.io/ns/img:*, icr.io/ns/img:1, 1",
    "icr.io/ns/img:1|icr.io/ns/img:*, icr.io/ns/img:1, 0",
    "icr.io/ns/img:*|icr.io/ns/img:1, icr.io/ns/img:1, 1",
    "icr.io/ns/im*|icr.io/ns/*mg, icr.io/ns/img:1, 0",
    "*.icr.io/mhub/*|*.icr.io/mhub/tiller*, us.icr.io/mhub/tiller:1, 1",
    "icr.io/*/nginx|icr.io/prod/*, icr.io/prod/nginx:1, 0",
    "*|**, x, 0",
    "icr.io/a|icr.io/a, icr.io/a, 0",
  })
  void theMostLiteralRuleWinsAndTheFirstOfEqualOnes(String rules, String image, int winner) {
    ImagePolicy policy = cluster("c", rules.split("\\|", -1));

    Selection selection =
        PolicySelector.select(List.of(image), new PolicySet(List.of(), List.of(policy)));

    assertThat(chosen(selection).rule()).isSameAs(policy.repositories().get(winner));
  }

  @Test
  void withoutAnyPolicyThereIsNoRule() {
    assertThat(select(List.of(), List.of())).isInstanceOf(Selection.NoPolicies.class);
  }

  @Test
  void clusterPoliciesCountWhereTheNamespaceHasNone() {
    assertThat(
            chosen(select(List.of(), List.of(cluster("a", EARTH), cluster("b", WORLD)))).policy())
        .isEqualTo(cluster("b", WORLD));
    assertThat(chosen(select(List.of(), List.of(cluster("a", EARTH, WORLD)))).rule().name())
        .isEqualTo(WORLD);
    assertThat(select(List.of(), List.of(cluster("a", EARTH))))
        .isInstanceOf(Selection.NoClusterRule.class);
  }

  @Test
  void policiesOfTheNamespaceHideThoseOfTheCluster() {
    List<ImagePolicy> cluster = List.of(cluster("c", WORLD));

    assertThat(chosen(select(List.of(namespaced("n", WORLD)), cluster)).policy())
        .isEqualTo(namespaced("n", WORLD));
    assertThat(select(List.of(namespaced("n", EARTH)), cluster))
        .isInstanceOf(Selection.NoNamespacedRule.class);
    assertThat(select(List.of(namespaced("n")), cluster))
        .isInstanceOf(Selection.NoNamespacedRule.class);
    assertThat(
            chosen(select(List.of(namespaced("m", EARTH), namespaced("n", WORLD)), cluster))
                .policy())
        .isEqualTo(namespaced("n", WORLD));
  }

  /** It may have held a rule that wins over all of these. */
  @Test
  void noOtherRuleCountsBesideAPolicyThatCannotBeRead() {
    ImagePolicy ofCluster = ImagePolicy.unreadable(Optional.empty(), "z", "too large");
    ImagePolicy ofTeam = ImagePolicy.unreadable(Optional.of("team"), "z", "too large");
    List<ImagePolicy> cluster = List.of(cluster("a", WORLD, "*"), ofCluster);

    assertThat(chosen(select(List.of(), cluster)).policy()).isEqualTo(ofCluster);
    assertThat(chosen(select(List.of(namespaced("n", WORLD, "*"), ofTeam), List.of())).policy())
        .isEqualTo(ofTeam);
    assertThat(PolicyList.of(cluster).mandatory().best(List.of(WORLD)).orElseThrow().rule())
        .isEqualTo(ofCluster.repositories().getFirst());
    assertThat(PolicyList.of(cluster).ofSomeTag(List.of(WORLD), List.of(WORLD)))
        .extracting(rule -> rule.match().policy())
        .containsExactly(ofCluster);
  }

  @Test
  void anotherSpellingCannotEscapeARule() {
    PolicySet policies = new PolicySet(List.of(), List.of(cluster("c", "*", "docker.io/*")));

    Selection selection =
        PolicySelector.select(List.of("nginx", "docker.io/library/nginx"), policies);

    assertThat(chosen(selection).rule().name()).isEqualTo("docker.io/*");
  }

  @Test
  void anExactMatchOfAnySpellingWins() {
    PolicySet policies =
        new PolicySet(
            List.of(),
            List.of(cluster("c", "docker.io/library/nginx:*", "docker.io/library/nginx")));

    Selection selection =
        PolicySelector.select(List.of("nginx", "docker.io/library/nginx"), policies);

    assertThat(chosen(selection).rule().name()).isEqualTo("docker.io/library/nginx");
  }

  private static Selection select(List<ImagePolicy> namespaced, List<ImagePolicy> cluster) {
    return PolicySelector.select(List.of(WORLD), new PolicySet(namespaced, cluster));
  }

  private static RuleMatch chosen(Selection selection) {
    assertThat(selection).isInstanceOf(Selection.Chosen.class);
    return ((Selection.Chosen) selection).match();
  }

  private static ImagePolicy cluster(String name, String... rules) {
    return new ImagePolicy(Optional.empty(), name, rules(rules));
  }

  private static ImagePolicy namespaced(String name, String... rules) {
    return new ImagePolicy(Optional.of("default"), name, rules(rules));
  }

  private static List<RepositoryRule> rules(String... names) {
    return Arrays.stream(names)
        .map(name -> new RepositoryRule(name, true, List.of(), List.of()))
        .toList();
  }
}
