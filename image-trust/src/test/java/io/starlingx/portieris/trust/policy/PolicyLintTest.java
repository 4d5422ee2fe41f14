/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLintTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOUND =
      "{\"trust\":{\"enabled\":true,\"trustServer\":\"https://notary.example.com\"}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*/*",
        "docker.io/*",
        "docker.io/library/nginx",
        "docker.io/library/nginx:*",
        "icr.io/team/*",
        "icr.io/team/app*",
        "icr.io/*/nginx",
        "*.icr.io/team/*",
        "registry*.example.com/*",
        "localhost:*/*",
        "*.icr.io:5000/*",
        "[fd00::1]:9001/*",
        "icr.io/team/app@sha256:*",
      })
  void saysNothingAboutASoundRule(String pattern) {
    assertThat(lint(rule(pattern, SOUND))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "icr.io*, icr.iox.evil.example/x",
    "nginx*, nginxx.evil.example/x",
    "nginx:*, nginx:x.evil.example/x",
    "*nginx, x.evil.example/xnginx",
    "*icr.io/*, evilicr.io",
    "icr.io*/*, icr.io.evil.example",
    "*.io/*, evil.io",
    "*:5000/*, evil:5000",
    "*evil/x, evilevil",
  })
  void findsAHostThatOthersCanOwn(String pattern, String example) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/unanchored-host");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.path()).isEqualTo("spec.repositories[0].name");
              assertThat(finding.message()).contains(example);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx",
    "library/*, docker.io/library/*",
    "docker.io/nginx, docker.io/library/nginx",
    "index.docker.io/team/*, docker.io/team/*",
    "ICR.io/team/*, icr.io/team/*",
    "icr.io:443/team/*, icr.io/team/*",
    "icr.io, docker.io/library/icr.io",
  })
  void findsAPatternThatMissesTheFullName(String pattern, String full) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/one-spelling");
              assertThat(finding.message()).endsWith("full name, " + full);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "https://icr.io/*, no scheme",
    "icr.io/a?c, only '*'",
    "icr.io/a b, such characters",
    "icr.io/, ends with '/'",
  })
  void findsAPatternThatNoImageMatches(String pattern, String why) {
    assertThat(lint(rule(pattern, SOUND)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("pattern/never-matches");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.message()).contains(why);
            });
  }

  @Test
  void findsARuleWithoutAName() {
    assertThat(checks(rule("", SOUND))).containsExactly("pattern/empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | .policy | policy: {}",
        "{\"trust\":{\"trustServer\":\"https://n.example.com\"}} | .policy.trust | enabled: true",
        "{\"trust\":{}} | .policy.trust | enabled: true",
        "{\"simple\":{\"requirements\":[]}} | .policy.simple | requirement",
        "{\"simple\":{\"storeURL\":\"https://s.example.com\"}} | .policy.simple | requirement",
      })
  void findsARequirementThatChecksNothing(String policy, String path, String mend) {
    assertThat(lint(rule("icr.io/*", policy)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("requirement/none");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.path()).isEqualTo("spec.repositories[0]" + path);
              assertThat(finding.mend()).contains(mend);
            });
  }

  @Test
  void findsAPolicyThatSlippedOutOfItsRule() {
    assertThat(checks("{\"name\":\"icr.io/*\"}")).containsExactly("requirement/none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"trust\":{\"enabled\":false}}", "{\"mutateImage\":false}"})
  void takesAStatedAbsenceOfChecksForMeant(String policy) {
    assertThat(lint(rule("icr.io/*", policy))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "icr.io/* | {\"enabled\":true,\"trustServer\":\"http://n.example.com\"} | server/http |"
            + " trustServer",
        "icr.io/* |"
            + " {\"enabled\":true,\"trustServers\":[\"https://a.example\",\"HTTP://b.example\"]} |"
            + " server/http | trustServers",
        "icr.io/* | {\"enabled\":true,\"trustServer\":\"https://Notary.docker.io/\"} |"
            + " server/retired | trustServer",
        "docker.io/* | {\"enabled\":true} | server/retired | trustServer",
        "icr.io/* | {\"enabled\":true} | server/none | trustServer",
        "* | {\"enabled\":true} | server/none | trustServer",
        "evildocker.io/* | {\"enabled\":true} | server/none | trustServer",
      })
  void findsATrustServerThatWillNotDo(String pattern, String trust, String check, String field) {
    assertThat(lint(rule(pattern, "{\"trust\":" + trust + "}")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo(check);
              assertThat(finding.path()).isEqualTo("spec.repositories[0].policy.trust." + field);
            });
  }

  @Test
  void asksNothingMoreOfARegistryWithAServerOfItsOwn() {
    assertThat(lint(rule("quay.io/team/*", "{\"trust\":{\"enabled\":true}}"))).isEmpty();
    assertThat(lint(rule("*.quay.io/team/*", "{\"trust\":{\"enabled\":true}}"))).isEmpty();
  }

  @Test
  void findsASignatureStoreWithoutTls() {
    assertThat(
            checks(
                rule(
                    "icr.io/*",
                    "{\"simple\":{\"storeURL\":\"http://s.example.com\",\"requirements\":"
                        + "[{\"type\":\"signedBy\",\"keySecret\":\"k\"}]}}")))
        .containsExactly("server/http");
  }

  @Test
  void findsAScanThatNobodyMakes() {
    assertThat(lint(rule("icr.io/*", "{\"vulnerability\":{\"ICCRVA\":{\"enabled\":true}}}")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("requirement/vulnerability");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            });
  }

  @Test
  void everyProblemOfARuleIsAnErrorWithItsPath() {
    assertThat(lint(rule("icr.io/*", "{\"trust\":{\"enable\":true}}")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("rules/unknown-field");
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.path()).isEqualTo("spec.repositories[0].policy.trust.enable");
              assertThat(finding.message())
                  .startsWith("unknown field; accepted here: ")
                  .endsWith("; the rule denies what it matches");
            });
  }

  @Test
  void aProblemBesideTheRulesIsSaidOnce() throws JsonProcessingException {
    JsonNode object =
        JSON.readTree(
            "{\"kind\":\"ClusterImagePolicy\",\"spec\":{\"simpleStore\":1,\"repositories\":["
                + rule("icr.io/a/*", SOUND)
                + ","
                + rule("icr.io/b/*", SOUND)
                + "]}}");

    assertThat(PolicyLint.check(List.of(object)).getFirst().findings())
        .singleElement()
        .matches(finding -> finding.path().equals("spec.simpleStore"));
  }

  @Test
  void aPolicyWithoutRulesDeniesInANamespaceAndDoesNothingInTheCluster() {
    assertThat(findings(object("ImagePolicy", "p")).getFirst().message())
        .contains("nothing may run in this namespace");
    assertThat(findings(object("ClusterImagePolicy", "p")).getFirst().message())
        .contains("decides nothing");
  }

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

  @Test
  void saysThatAModeOfANamespaceNeedsTheOperatorsLeave() {
    String rule = "{\"name\":\"icr.io/*\",\"mode\":\"Warn\",\"policy\":" + SOUND + "}";

    assertThat(findings(object("ImagePolicy", "p", rule)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo("mode/namespaced");
              assertThat(finding.severity()).isEqualTo(Severity.WARNING);
              assertThat(finding.path()).isEqualTo("spec.repositories[0].mode");
              assertThat(finding.message()).startsWith("Warn counts in an ImagePolicy only where");
            });
    assertThat(lint(rule)).isEmpty();
    assertThat(
            findings(
                object("ImagePolicy", "p", "{\"name\":\"icr.io/*\",\"policy\":" + SOUND + "}")))
        .isEmpty();
  }

  @Test
  void findsAnExemptionThatExemptsNothing() throws JsonProcessingException {
    JsonNode object =
        JSON.readTree(
            """
            {"kind":"ClusterImagePolicy","metadata":{"name":"p"},"spec":{"exemptions":[
              {"image":"icr.io/a:1","reason":"x","until":"2027-01-01T00:00:00Z"},
              {"image":"icr.io/a@sha256:%s","reason":"x","until":"2027-01-01T00:00:00Z","ns":""}]}}"""
                .formatted("ab".repeat(32)));

    assertThat(findings(object))
        .extracting(PolicyFinding::severity, PolicyFinding::check, PolicyFinding::path)
        .containsExactly(
            tuple(Severity.WARNING, "rules/none", "spec.repositories"),
            tuple(Severity.ERROR, "exemptions/unusable", "spec.exemptions[0].image"),
            tuple(Severity.ERROR, PolicyLint.UNKNOWN_FIELD, "spec.exemptions[1].ns"));
    assertThat(findings(object).get(1).message()).endsWith("; nothing is exempted by it");
  }

  @Test
  void aPolicyOfExemptionsAloneIsSound() throws JsonProcessingException {
    assertThat(
            findings(
                JSON.readTree(
                    """
                    {"kind":"ClusterImagePolicy","metadata":{"name":"p"},"spec":{"exemptions":[
                      {"image":"icr.io/a@sha256:%s","reason":"x","until":"2027-01-01T00:00:00Z"}]}}"""
                        .formatted("ab".repeat(32)))))
        .isEmpty();
  }

  @Provide
  Arbitrary<String> pattern() {
    return Arbitraries.strings().withChars("a*/:").ofMinLength(1).ofMaxLength(4);
  }

  @Provide
  Arbitrary<String> image() {
    return Arbitraries.strings().withChars("a/:").ofMinLength(1).ofMaxLength(6);
  }

  private static List<PolicyFinding> lint(String... rules) {
    return findings(object("ClusterImagePolicy", "p", rules));
  }

  private static List<String> checks(String... rules) {
    return lint(rules).stream().map(PolicyFinding::check).toList();
  }

  private static List<PolicyFinding> findings(JsonNode object) {
    return PolicyLint.lint(object);
  }

  private static String rule(String pattern, String policy) {
    return "{\"name\":\"" + pattern + "\",\"policy\":" + policy + "}";
  }

  private static JsonNode object(String kind, String name, String... rules) {
    List<String> all = new ArrayList<>(Arrays.asList(rules));
    try {
      return JSON.readTree(
          "{\"kind\":\""
              + kind
              + "\",\"metadata\":{\"name\":\""
              + name
              + "\"},\"spec\":{\"repositories\":["
              + String.join(",", all)
              + "]}}");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
