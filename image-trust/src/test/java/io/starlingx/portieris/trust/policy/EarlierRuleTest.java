/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
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

/** Which rules may have decided about an image whose tag is gone. */
class EarlierRuleTest {

  private static final String REPOSITORY = "icr.io/app";

  @ParameterizedTest
  @CsvSource({
    "icr.io/app, icr.io/app+",
    "icr.io/app:1.*, icr.io/app:1.*",
    "icr.io/*|icr.io/app|icr.io/ap*, icr.io/app+",
    "icr.io/*|icr.io/app:1*|icr.io/app:1, icr.io/app:1* icr.io/app:1 icr.io/*+",
    "*:1|icr.io/app, icr.io/app+",
    "icr.io/*:1|icr.io/*, icr.io/*:1 icr.io/*+",
    "icr.io/*pp|icr.io/ap*, icr.io/*pp+",
    "icr.io/app|icr.io/app, icr.io/app+",
    "app:1|icr.io/other|evil.io/app, ''",
  })
  void areThoseThatDecideAboutSomeTag(String patterns, String expected) {
    assertThat(earlier(patterns.split("\\|"), List.of(REPOSITORY), List.of(REPOSITORY)))
        .isEqualTo(expected);
  }

  /** {@code nginx:1} is the second rule to the letter, though the first has more of them. */
  @Test
  void aRuleForAnotherSpellingIsAmongThem() {
    String canonical = "docker.io/library/nginx";
    String[] patterns = {canonical, "nginx:1", "ngin*"};

    assertThat(earlier(patterns, List.of(canonical, "nginx"), List.of(canonical)))
        .isEqualTo("docker.io/library/nginx+ nginx:1");
    assertThat(earlier(new String[] {"ngin*"}, List.of(canonical, "nginx"), List.of(canonical)))
        .isEqualTo("ngin*+");
  }

  @Test
  void thereAreNoneWhereTheDigestItselfHasARule() {
    PolicyList policies = list("icr.io/app@*", REPOSITORY);
    List<String> repository = List.of(REPOSITORY);

    assertThat(
            PolicySelector.beforePinning(
                policies.best(List.of(REPOSITORY + "@sha256:00")),
                repository,
                repository,
                policies))
        .isEmpty();
    assertThat(PolicySelector.beforePinning(Optional.empty(), repository, repository, policies))
        .hasSize(1);
  }

  @Property(tries = 2000)
  void theRuleOfATagIsAmongThem(
      @ForAll("patterns") List<String> patterns,
      @ForAll("repositories") String repository,
      @ForAll("tags") String tag) {
    PolicyList policies = list(patterns.toArray(String[]::new));

    policies
        .best(List.of(repository + tag))
        .ifPresent(
            best ->
                assertThat(policies.ofSomeTag(List.of(repository), List.of(repository)))
                    .extracting(rule -> rule.match().rule().name())
                    .contains(best.rule().name()));
  }

  @Property(tries = 2000)
  void theOnlyOneForEveryTagDecidesWhateverTheTag(
      @ForAll("patterns") List<String> patterns,
      @ForAll("repositories") String repository,
      @ForAll("tags") String tag) {
    PolicyList policies = list(patterns.toArray(String[]::new));
    List<EarlierRule> earlier = policies.ofSomeTag(List.of(repository), List.of(repository));

    if (earlier.size() == 1 && earlier.getFirst().everyTag()) {
      assertThat(policies.best(List.of(repository + tag)).map(RuleMatch::rule))
          .containsSame(earlier.getFirst().match().rule());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`{}`, false",
        "`{\"trust\":{\"enabled\":true}}`, true",
        "`{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"}]}}`, false",
        "`{\"simple\":{\"requirements\":[{\"type\":\"reject\"}]}}`, false",
        "`{\"simple\":{\"requirements\":[{\"type\":\"insecureAcceptAnything\"},{\"type\":\"signedBy\",\"keySecret\":\"k\"}]}}`,"
            + " true",
        "`{\"vulnerability\":{\"ICCRVA\":{\"enabled\":true}}}`, false",
      })
  void knowsWhetherItsRuleWantsASignature(String policy, boolean expected) throws Exception {
    String text =
        "{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"repositories\":[{\"name\":\"*\",\"policy\":%s}]}}"
            .formatted(policy);

    RepositoryRule rule =
        PolicyReader.read(new ObjectMapper().readTree(text)).repositories().getFirst();

    assertThat(rule.problems()).isEmpty();
    assertThat(rule.wantsSignature()).isEqualTo(expected);
  }

  /** The patterns, best first; {@code +} behind those for every tag. */
  private static String earlier(
      String[] patterns, List<String> repositories, List<String> canonical) {
    return String.join(
        " ",
        list(patterns).ofSomeTag(repositories, canonical).stream()
            .map(rule -> rule.match().rule().name() + (rule.everyTag() ? "+" : ""))
            .toList());
  }

  private static PolicyList list(String... patterns) {
    List<RepositoryRule> rules =
        Arrays.stream(patterns)
            .map(pattern -> new RepositoryRule(pattern, true, List.of(), List.of()))
            .toList();
    return PolicyList.of(List.of(new ImagePolicy(Optional.empty(), "p", rules)));
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.strings().withChars("ab*/:").ofMaxLength(7).list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> repositories() {
    return Arbitraries.strings().withChars("ab/").ofMinLength(1).ofMaxLength(5);
  }

  @Provide
  Arbitrary<String> tags() {
    return Arbitraries.strings()
        .withChars("ab.")
        .ofMinLength(1)
        .ofMaxLength(3)
        .map(tag -> ":" + tag)
        .optional()
        .map(tag -> tag.orElse(""));
  }
}
