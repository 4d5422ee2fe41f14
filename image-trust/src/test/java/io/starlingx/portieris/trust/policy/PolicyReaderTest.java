/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void readsATrustRule() {
    RepositoryRule rule =
        rule(
            """
            {"name": "icr.io/*", "policy": {"mutateImage": false, "trust": {
              "enabled": true, "trustServers": ["https://a.test:4443/", "http://b.test"],
              "signerSecrets": [{"name": "alice", "namespace": "keys"}, {"name": "bob"}],
              "require": 1, "root": {"keyIds": ["%s"]}}}}"""
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"a\"}",
        "{\"name\": \"a\", \"policy\": null}",
        "{\"name\": \"a\", \"policy\": {}}",
        "{\"name\": \"a\", \"policy\": {\"trust\": {\"trustServer\": \"https://x.test\"}}}",
        "{\"name\": \"a\", \"policy\": {\"trust\": {\"enabled\": false}}}",
        "{\"name\": \"a\", \"policy\": {\"simple\": {\"requirements\": null}}}",
        "{\"name\": \"a\", \"policy\": {\"simple\": {\"storeURL\": \"https://x.test\"}}}",
        "{\"name\": \"a\", \"policy\": {\"vulnerability\": {\"ICCRVA\": {\"account\": \"x\"}}}}",
        "{\"name\": \"a\", \"mode\": \"Enforce\", \"mandatory\": false}",
      })
  void whatHasAlwaysCheckedNothingStillDoes(String json) {
    assertThat(rule(json).problems()).isEmpty();
    assertThat(rule(json).requirements()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"policy\": {\"trust\": {\"enable\": true}}} | spec.repositories[0].policy.trust.enable: unknown field; accepted here: enabled,",
        "{\"trust\": {\"enabled\": true}} | spec.repositories[0].trust: unknown field",
        "{\"policy\": {\"cosign\": {}}} | spec.repositories[0].policy.cosign: unknown field",
        "{\"policy\": []} | spec.repositories[0].policy: must be an object",
        "{\"policy\": {\"mutateImage\": \"no\"}} | policy.mutateImage: must be true or false",
        "{\"policy\": {\"trust\": {\"enabled\": \"true\"}}} | trust.enabled: must be true or false",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": 1}}} | trust.trustServer: must be text",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"x.test\"}}} | trust.trustServer: not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://u:p@x.test\"}}} | not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://x.test?a=b\"}}} | not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://x.test\", \"trustServers\": [\"https://y.test\"]}}} | trustServers: excludes trustServer",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": [{}]}}} | signerSecrets[0].name: missing",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": {}}}} | signerSecrets: must be a list",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": [{\"name\": \"a\", \"nam\": 1}]}}} | signerSecrets[0].nam: unknown field",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": \"some\"}}} | require: must be all, any or a number",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": 0}}} | require: must be all, any or a number",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": 2, \"signerSecrets\": [{\"name\": \"a\"}]}}} | require: asks for more signers",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {}}}} | root: must hold one of",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"keyIds\": [\"abc\"]}}}} | root.keyIds: each must be 64",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"ca\": \"x\"}}}} | root.ca: must be PEM",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"publicKeys\": [\"x\"]}}}} | root.publicKeys: each must be PEM",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"ca\": \"x\", \"secretName\": \"y\"}}}} | only one of",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"firstUse\": \"allow\"}}}} | root.firstUse: must be one of Allow, Deny",
        "{\"policy\": {\"simple\": {\"requirements\": [{}]}}} | requirements[0].type: missing",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"signedBy\"}]}}} | KeySecret missing in signedBy requirement",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\": \"exactReference\"}}]}}} | invalid SignedIdentity Type: exactReference",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\": \"ftp://x\"}}} | expecting https:// or http:// URL",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\": \"https://u:p@x.test\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\": \"https://x.test/?a=b\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\": \"https:///x\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\": \"matchExactReference\", \"dockerReference\": \"x.test/a\"}}]}}} | dockerReference: must be an image name with",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\": \"matchExactRepository\", \"dockerRepository\": \"x.test/a:1\"}}]}}} | dockerRepository: must be an image name",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\": \"remapIdentity\", \"prefix\": \"invalid+prefix\", \"signedPrefix\": \"x.test\"}}]}}} | signedIdentity.prefix: must be an image name",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\": \"remapIdentity\", \"prefix\": \"x.test\"}}]}}} | signedIdentity.signedPrefix: must be an image name",
        "{\"policy\": {\"simpleStore\": {}}} | simpleStore: unknown field",
        "{\"mode\": \"Audit\"} | mode: Audit is not supported",
        "{\"mode\": \"audit\"} | mode: must be one of Enforce, Warn, Audit",
        "{\"mandatory\": true} | mandatory: not supported",
      })
  void aMistakeMakesTheRuleUnusableAndNamesItsPath(String json, String problem) {
    assertThat(rule(json).problems())
        .anySatisfy(text -> assertThat(text).contains(problem.strip()));
  }

  @Test
  void aTrustServerMayHoldWhatOtherClientsEscapeForTheUser() {
    RepositoryRule rule =
        rule("{\"policy\":{\"trust\":{\"enabled\":true,\"trustServer\":\"https://x.test/a^b\"}}}");

    assertThat(rule.problems()).isEmpty();
    assertThat(((Requirement.Trust) rule.requirements().getFirst()).trustServers())
        .containsExactly(URI.create("https://x.test/a%5Eb"));
  }

  @Test
  void aMistakeBesideTheRulesMakesAllOfThemUnusable() {
    ImagePolicy policy =
        read(
            """
            {"kind": "ClusterImagePolicy", "metadata": {"name": "c"},
             "spec": {"repositories": [{"name": "a"}, {"name": "b"}], "exemption": []}}""");

    assertThat(policy.repositories())
        .allSatisfy(
            rule ->
                assertThat(rule.problems()).singleElement().asString().contains("spec.exemption"));
  }

  @Test
  void aMistakeInOneRuleLeavesTheOthersAlone() {
    ImagePolicy policy =
        read(
            """
            {"kind": "ClusterImagePolicy", "metadata": {"name": "c"},
             "spec": {"repositories": [{"name": "a", "x": 1}, {"name": "b"}]}}""");

    assertThat(policy.repositories().get(0).problems()).hasSize(1);
    assertThat(policy.repositories().get(1).problems()).isEmpty();
  }

  @Test
  void aMistakeInARuleWithoutANameMakesAllOfThemUnusable() {
    ImagePolicy policy =
        read(
            """
            {"kind": "ClusterImagePolicy", "metadata": {"name": "c"},
             "spec": {"repositories": [
               {"name": "*"}, {"nmae": "icr.io/*", "policy": {"trust": {"enabled": true}}}]}}""");

    assertThat(policy.repositories())
        .allSatisfy(
            rule ->
                assertThat(rule.problems())
                    .anySatisfy(p -> assertThat(p).contains("spec.repositories[1].nmae")));
  }

  @Test
  void aRuleWithoutANameMatchesNothingAndHarmsNobody() {
    ImagePolicy policy =
        read(
            """
            {"kind": "ClusterImagePolicy", "metadata": {"name": "c"},
             "spec": {"repositories": [{"name": "*"}, {"policy": {}}]}}""");

    assertThat(policy.repositories()).allMatch(rule -> rule.problems().isEmpty());
  }

  @Test
  void aRuleThatIsNoObjectDeniesWhatItMatches() {
    assertThat(rule("\"icr.io/*\"").problems()).isNotEmpty();
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

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileObject(byte[] bytes) {
    try {
      PolicyReader.read(JSON.readTree(bytes));
    } catch (IOException e) {
      // no JSON, no policy
    }
  }

  private static RepositoryRule rule(String json) {
    return read("{\"kind\":\"ClusterImagePolicy\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"repositories\":["
            + json
            + "]}}")
        .repositories()
        .getFirst();
  }

  private static ImagePolicy read(String json) {
    try {
      return PolicyReader.read(JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
