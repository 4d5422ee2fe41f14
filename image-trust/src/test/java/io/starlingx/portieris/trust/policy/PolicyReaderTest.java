/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static io.starlingx.portieris.trust.policy.PolicyJson.read;
import static io.starlingx.portieris.trust.policy.PolicyJson.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy that can be used says. */
class PolicyReaderTest {

  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void readsATrustRule() {
    RepositoryRule rule =
        rule(
            """
            {"name": "icr.io/*", "policy": {"mutateImage": false, "trust": {
              "enabled": true, "trustServers": ["https://a.test:4443/", "http://b.test"],
              "signerSecrets": [{"name": "alice", "namespace": "keys"}, {"name": "bob"}],
              "require": 1, "root": {"keyIds": ["%s"]}}}}\
            """
                .formatted(ID));

    assertThat(rule.problems()).isEmpty();
    assertThat(rule.mutateImage()).isFalse();
    assertThat(rule.requirements())
        .containsExactly(
            new Requirement.Trust(
                List.of(URI.create("https://a.test:4443"), URI.create("http://b.test")),
                List.of(
                    new SignerSecret("alice", Optional.of("keys")),
                    new SignerSecret("bob", Optional.empty())),
                SignerThreshold.atLeast(1),
                new RootAnchor.KeyIds(Set.of(ID))));
  }

  @Test
  void readsASimpleSigningRule() {
    RepositoryRule rule =
        rule(
            """
            {"name": "icr.io/*", "policy": {"simple": {
              "storeURL": "https://s.test/sigs", "storeSecret": "store",
              "requirements": [{"type": "insecureAcceptAnything"}, {"type": "reject"},
                {"type": "signedBy", "keySecret": "k", "keySecretNamespace": "keys",
                 "storeSecretNamespace": "stores", "signedIdentity": {"type": "matchExact"}}]}}}\
            """);

    assertThat(rule.problems()).isEmpty();
    assertThat(rule.requirements())
        .containsExactly(
            new Requirement.SimpleSigning(
                List.of(
                    new SigningRequirement.AcceptAnything(),
                    new SigningRequirement.Reject(),
                    new SigningRequirement.SignedBy(
                        "k",
                        Optional.of("keys"),
                        Optional.of("stores"),
                        new SignedIdentity.MatchExact())),
                Optional.of(URI.create("https://s.test/sigs")),
                Optional.of("store")));
  }

  static Stream<Arguments> identities() {
    return Stream.of(
        Arguments.of("\"type\": \"\"", new SignedIdentity.MatchRepoDigestOrExact()),
        Arguments.of("\"type\": \"matchExact\"", new SignedIdentity.MatchExact()),
        Arguments.of("\"type\": \"matchRepository\"", new SignedIdentity.MatchRepository()),
        Arguments.of(
            "\"type\": \"matchExactReference\", \"dockerReference\": \"x.test/a:1\"",
            new SignedIdentity.ExactReference("x.test/a:1")),
        Arguments.of(
            "\"type\": \"matchExactReference\", \"dockerReference\": \"x.test/a@sha256:%s\""
                .formatted(ID),
            new SignedIdentity.ExactReference("x.test/a@sha256:" + ID)),
        Arguments.of(
            "\"type\": \"matchExactRepository\", \"dockerRepository\": \"x.test/a\"",
            new SignedIdentity.ExactRepository("x.test/a")),
        Arguments.of(
            "\"type\": \"remapIdentity\", \"prefix\": \"m.test\", \"signedPrefix\": \"x.test\"",
            new SignedIdentity.Remap("m.test", "x.test")));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void readsEveryKindOfIdentity(String json, SignedIdentity identity) {
    RepositoryRule rule =
        rule(
            "{\"policy\":{\"simple\":{\"requirements\":[{\"type\":\"signedBy\",\"keySecret\":\"k\","
                + "\"signedIdentity\":{"
                + json
                + "}}]}}}");

    assertThat(rule.problems()).isEmpty();
    assertThat(((Requirement.SimpleSigning) rule.requirements().getFirst()).requirements())
        .containsExactly(
            new SigningRequirement.SignedBy("k", Optional.empty(), Optional.empty(), identity));
  }

  @ParameterizedTest
  @CsvSource({"all, 2", "any, 1", "1, 1", "2, 2", "'', 2"})
  void readsHowManySignersMustHaveSigned(String require, int needed) {
    String member = require.isEmpty() ? "" : ", \"require\": \"" + require + "\"";
    RepositoryRule rule =
        rule(
            "{\"policy\":{\"trust\":{\"enabled\":true,\"signerSecrets\":"
                + "[{\"name\":\"a\"},{\"name\":\"b\"}]"
                + member
                + "}}}");

    assertThat(rule.problems()).isEmpty();
    assertThat(((Requirement.Trust) rule.requirements().getFirst()).require().outOf(2))
        .isEqualTo(needed);
  }

  @Test
  void readsEveryWordAboutTheRoot() {
    assertThat(root("{\"secretName\": \"s\"}")).isEqualTo(new RootPin.FromSecret("s"));
    assertThat(root("{\"firstUse\": \"Allow\"}")).isEqualTo(new RootAnchor.FirstUse());
    assertThat(root("{\"firstUse\": \"Deny\"}")).isEqualTo(new RootAnchor.Nothing());
    assertThat(root("{\"secretName\": \"s\", \"firstUse\": \"Allow\"}"))
        .isEqualTo(new RootPin.FromSecret("s"));
    assertThat(root("null")).isEqualTo(new RootPin.Unstated());
  }

  private static RootPin root(String json) {
    RepositoryRule rule = rule("{\"policy\":{\"trust\":{\"enabled\":true,\"root\":" + json + "}}}");
    assertThat(rule.problems()).isEmpty();
    return ((Requirement.Trust) rule.requirements().getFirst()).root();
  }

  @Test
  void aPolicyWithoutASpecHasNoRules() {
    assertThat(read("{\"kind\": \"ImagePolicy\", \"spec\": null}").repositories()).isEmpty();
    assertThat(read("{\"kind\": \"ImagePolicy\"}").repositories()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Enforce, ENFORCE", "Warn, WARN", "Audit, AUDIT"})
  void readsWhatARefusalDoes(String word, Mode mode) {
    RepositoryRule rule = rule("{\"name\": \"a\", \"mode\": \"" + word + "\"}");

    assertThat(rule.problems()).isEmpty();
    assertThat(rule.mode()).isEqualTo(mode);
  }

  @Test
  void readsWhetherARuleIsMandatory() {
    assertThat(rule("{\"mandatory\": true}").mandatory()).isTrue();
    assertThat(rule("{\"mandatory\": true}").problems()).isEmpty();
    assertThat(rule("{\"mandatory\": false}").mandatory()).isFalse();
    assertThat(rule("{\"mandatory\": null}").mandatory()).isFalse();
    assertThat(rule("{}").mandatory()).isFalse();
  }

  @Test
  void aTrustServerMayHoldWhatOtherClientsEscapeForTheUser() {
    RepositoryRule rule =
        rule("{\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://x.test/a^b\"}}}");

    assertThat(rule.problems()).isEmpty();
    assertThat(((Requirement.Trust) rule.requirements().getFirst()).trustServers())
        .containsExactly(URI.create("https://x.test/a%5Eb"));
  }

  /** A policy as long as a pod would else take more memory than the process has. */
  @Test
  void tellsTheFirstOfManyProblemsAtEachOfManyRules() {
    String rules = "{\"x\":1},".repeat(8_000) + "{\"name\":\"a\"}";
    ImagePolicy policy = read("{\"spec\":{\"repositories\":[" + rules + "]}}");

    assertThat(policy.repositories()).hasSize(8_001);
    assertThat(policy.repositories())
        .allSatisfy(rule -> assertThat(rule.problems()).hasSizeBetween(11, 12));
    assertThat(policy.repositories().getLast().problems())
        .last()
        .isEqualTo("spec: 7990 more problems like these");
  }

  @Test
  void tellsTheFirstOfManyMistakesOfOneRule() {
    StringBuilder fields = new StringBuilder("{\"name\":\"a\"");
    for (int i = 0; i < 90_000; i++) {
      fields.append(",\"x").append(i).append("\":1");
    }

    assertThat(rule(fields.append('}').toString()).problems())
        .hasSize(21)
        .last()
        .isEqualTo("spec.repositories[0]: more problems than are told");
  }

  @Test
  void cutsTheNameOfAnUnknownField() {
    assertThat(rule("{\"name\":\"a\",\"" + "x".repeat(4_000) + "\":1}").problems())
        .singleElement()
        .asString()
        .startsWith("spec.repositories[0]." + "x".repeat(100) + "…: unknown field")
        .hasSizeLessThan(250);
  }

  @Test
  void readsWhichKindItIs() {
    assertThat(
            read("{\"kind\":\"ImagePolicy\",\"metadata\":{\"name\":\"web\",\"namespace\":\"t\"}}")
                .title())
        .isEqualTo("ImagePolicy t/web");
    assertThat(read("{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"all\"}}").title())
        .isEqualTo("ClusterImagePolicy all");
  }

  @Test
  void acceptsTheVulnerabilityRuleOfACloudThatIsGone() {
    assertThat(
            rule("{\"policy\": {\"vulnerability\": {\"ICCRVA\": {\"enabled\": true}}}}")
                .requirements())
        .containsExactly(new Requirement.Vulnerability());
  }
}
