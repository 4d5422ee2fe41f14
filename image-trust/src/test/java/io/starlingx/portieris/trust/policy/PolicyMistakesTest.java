/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static io.starlingx.portieris.trust.policy.PolicyJson.JSON;
import static io.starlingx.portieris.trust.policy.PolicyJson.read;
import static io.starlingx.portieris.trust.policy.PolicyJson.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules a mistake in a policy makes unusable, and how it is told. */
class PolicyMistakesTest {

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
        "{\"policy\": {\"trust\": {\"enable\": true}}} | spec.repositories[0].policy.trust.enable:"
            + " unknown field; accepted here: enabled,",
        "{\"trust\": {\"enabled\": true}} | spec.repositories[0].trust: unknown field",
        "{\"policy\": {\"cosign\": {}}} | spec.repositories[0].policy.cosign: unknown field",
        "{\"policy\": []} | spec.repositories[0].policy: must be an object",
        "{\"policy\": {\"mutateImage\": \"no\"}} | policy.mutateImage: must be true or false",
        "{\"policy\": {\"trust\": {\"enabled\": \"true\"}}} | trust.enabled: must be true or false",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": 1}}} | trust.trustServer:"
            + " must be text",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"x.test\"}}} |"
            + " trust.trustServer: not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://u:p@x.test\"}}} |"
            + " not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://x.test?a=b\"}}} |"
            + " not an http or https URL",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"trustServer\": \"https://x.test\","
            + " \"trustServers\": [\"https://y.test\"]}}} | trustServers: excludes trustServer",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": [{}]}}} |"
            + " signerSecrets[0].name: missing",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": {}}}} | signerSecrets:"
            + " must be a list",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"signerSecrets\": [{\"name\": \"a\","
            + " \"nam\": 1}]}}} | signerSecrets[0].nam: unknown field",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": \"some\"}}} | require: must be"
            + " all, any or a number",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": 0}}} | require: must be all, any"
            + " or a number",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"require\": 2, \"signerSecrets\":"
            + " [{\"name\": \"a\"}]}}} | require: asks for more signers",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {}}}} | root: must hold one of",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"keyIds\": [\"abc\"]}}}} |"
            + " root.keyIds: each must be 64",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"ca\": \"x\"}}}} | root.ca: must"
            + " be PEM",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"publicKeys\": [\"x\"]}}}} |"
            + " root.publicKeys: each must be PEM",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"ca\": \"x\", \"secretName\":"
            + " \"y\"}}}} | only one of",
        "{\"policy\": {\"trust\": {\"enabled\": true, \"root\": {\"firstUse\": \"allow\"}}}} |"
            + " root.firstUse: must be one of Allow, Deny",
        "{\"policy\": {\"simple\": {\"requirements\": [{}]}}} | requirements[0].type: missing",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"signedBy\"}]}}} | KeySecret"
            + " missing in signedBy requirement",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\":"
            + " {\"type\": \"exactReference\"}}]}}} | invalid SignedIdentity Type: exactReference",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\":"
            + " \"ftp://x\"}}} | expecting https:// or http:// URL",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\":"
            + " \"https://u:p@x.test\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\":"
            + " \"https://x.test/?a=b\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\":"
            + " \"https:///x\"}}} | storeURL: must have a host",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\":"
            + " {\"type\": \"matchExactReference\", \"dockerReference\": \"x.test/a\"}}]}}} |"
            + " dockerReference: must be an image name with",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\":"
            + " {\"type\": \"matchExactRepository\", \"dockerRepository\": \"x.test/a:1\"}}]}}} |"
            + " dockerRepository: must be an image name",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\":"
            + " {\"type\": \"remapIdentity\", \"prefix\": \"invalid+prefix\", \"signedPrefix\":"
            + " \"x.test\"}}]}}} | signedIdentity.prefix: must be an image name",
        "{\"policy\": {\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\":"
            + " {\"type\": \"remapIdentity\", \"prefix\": \"x.test\"}}]}}} |"
            + " signedIdentity.signedPrefix: must be an image name",
        "{\"policy\": {\"simpleStore\": {}}} | simpleStore: unknown field",
        "{\"mode\": \"audit\"} | mode: must be one of Enforce, Warn, Audit",
        "{\"mandatory\": \"yes\"} | mandatory: must be true or false",
      })
  void aMistakeMakesTheRuleUnusableAndNamesItsPath(String json, String problem) {
    assertThat(rule(json).problems())
        .anySatisfy(text -> assertThat(text).contains(problem.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"simple\": {\"x\": 1}} | policy.simple.x: unknown field",
        "{\"simple\": {\"requirements\": [{\"type\": \"reject\", \"x\": 1}]}} | requirements[0].x:"
            + " unknown field",
        "{\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\":"
            + " \"\", \"x\": 1}}]}} | signedIdentity.x: unknown field",
        "{\"trust\": {\"root\": {\"secretName\": \"s\", \"x\": 1}}} | policy.trust.root.x: unknown"
            + " field",
        "{\"vulnerability\": {\"x\": 1}} | policy.vulnerability.x: unknown field",
        "{\"vulnerability\": {\"ICCRVA\": {\"x\": 1}}} | policy.vulnerability.ICCRVA.x: unknown"
            + " field",
        "{\"simple\": {\"requirements\": [{\"type\": \"reject\"}], \"storeURL\": \"https://x y\"}}"
            + " | storeURL: not a URL",
        "{\"trust\": {\"enabled\": true, \"trustServer\": \"ftp://x.test\"}} | trustServer: not an"
            + " http",
        "{\"trust\": {\"enabled\": true, \"trustServer\": \"https:///x\"}} | trustServer: not an"
            + " http",
        "{\"trust\": {\"enabled\": true, \"trustServer\": \"https://x.test#f\"}} | trustServer: not"
            + " an http",
        "{\"trust\": {\"enabled\": true, \"trustServers\": [\"https://x.test\", \"y.test\"]}} |"
            + " trustServers[1]: not an http",
        "{\"trust\": {\"enabled\": true, \"trustServers\": [\"https://x.test\", 1]}} |"
            + " trustServers[1]: must be text",
        "{\"simple\": {\"requirements\": [{\"type\": \"reject\", \"signedIdentity\": {\"type\":"
            + " \"matchExactReference\", \"dockerReference\": \"A/B\"}}]}} | dockerReference: must"
            + " be an image",
      })
  void aMistakeDeepInsideIsSaidToo(String policy, String problem) {
    assertThat(rule("{\"policy\": " + policy + "}").problems())
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void aRuleOfUnknownObligationIsMandatoryAndCannotBeUsed() {
    assertThat(rule("{\"mandatory\": \"true\"}").mandatory()).isTrue();
    assertThat(rule("{\"mandatory\": \"true\"}").problems()).hasSize(1);
  }

  @Test
  void aNamespaceMayNotMakeARuleMandatory() {
    assertThat(
            read("{\"kind\": \"ImagePolicy\", \"spec\": {\"repositories\": [{\"name\": \"a\","
                    + " \"mandatory\": true}]}}")
                .repositories()
                .getFirst()
                .problems())
        .containsExactly("spec.repositories[0].mandatory: only a ClusterImagePolicy may hold it");
  }

  @Test
  void aMistakeBesideTheRulesMakesAllOfThemUnusable() {
    ImagePolicy policy =
        read(
            """
            {"kind": "ClusterImagePolicy", "metadata": {"name": "c"},
             "spec": {"repositories": [{"name": "a"}, {"name": "b"}], "exemption": []}}\
            """);

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
             "spec": {"repositories": [{"name": "a", "x": 1}, {"name": "b"}]}}\
            """);

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
               {"name": "*"}, {"nmae": "icr.io/*", "policy": {"trust": {"enabled": true}}}]}}\
            """);

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
             "spec": {"repositories": [{"name": "*"}, {"policy": {}}]}}\
            """);

    assertThat(policy.repositories()).allMatch(rule -> rule.problems().isEmpty());
  }

  @Test
  void aRuleThatIsNoObjectDeniesWhatItMatches() {
    assertThat(rule("\"icr.io/*\"").problems()).isNotEmpty();
  }

  @FuzzTest(maxDuration = "2s")
  void neverThrowsOnAHostileObject(byte[] bytes) {
    try {
      PolicyReader.read(JSON.readTree(bytes));
    } catch (IOException e) {
      // no JSON, no policy
    }
  }
}
