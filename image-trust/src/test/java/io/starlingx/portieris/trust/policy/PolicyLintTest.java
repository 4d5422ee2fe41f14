/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static io.starlingx.portieris.trust.policy.LintedRules.JSON;
import static io.starlingx.portieris.trust.policy.LintedRules.SOUND;
import static io.starlingx.portieris.trust.policy.LintedRules.checks;
import static io.starlingx.portieris.trust.policy.LintedRules.findings;
import static io.starlingx.portieris.trust.policy.LintedRules.lint;
import static io.starlingx.portieris.trust.policy.LintedRules.object;
import static io.starlingx.portieris.trust.policy.LintedRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.policy.PolicyFinding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems of rules, policies and exemptions. */
class PolicyLintTest {

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
              {"image":"icr.io/a@sha256:%s","reason":"x","until":"2027-01-01T00:00:00Z","ns":""}]}}\
            """
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
                      {"image":"icr.io/a@sha256:%s","reason":"x","until":"2027-01-01T00:00:00Z"}]}}\
                    """
                        .formatted("ab".repeat(32)))))
        .isEmpty();
  }
}
