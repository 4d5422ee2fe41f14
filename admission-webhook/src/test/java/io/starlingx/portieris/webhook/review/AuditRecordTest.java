/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admission leaves on record for the audit log. */
class AuditRecordTest extends AdmissionFixture {

  @Test
  void leavesARecordForTheAuditLog() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/good", SIGNED);

    JsonNode annotations = answer(pod("us.icr.io/good", "us.icr.io/bad")).path("auditAnnotations");

    assertThat(Reviews.tree(annotations.path("images").asText()))
        .isEqualTo(
            Reviews.tree(
                """
                [{"path":"/spec/containers/0/image","image":"us.icr.io/good","reason":"ALLOW",
                  "rule":"ClusterImagePolicy test, repository us.icr.io/*",
                  "digest":"sha256:%s"},
                 {"path":"/spec/containers/1/image","image":"us.icr.io/bad",
                  "reason":"NO_SUCH_TARGET",
                  "rule":"ClusterImagePolicy test, repository us.icr.io/*"}]
                """
                    .formatted(HEX)));
  }

  @ParameterizedTest
  @CsvSource({"Warn, 1", "Audit, 0"})
  void admitsWhatATolerantRuleRefusesAndTellsOf(String mode, int warnings) {
    clusterPolicy(
        "{\"name\":\"us.icr.io/*\",\"mode\":\"%s\",\"policy\":{\"trust\":{\"enabled\":true}}}"
            .formatted(mode));

    JsonNode response = answer(pod("us.icr.io/bad"));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.path("warnings")).hasSize(warnings);
    response
        .path("warnings")
        .forEach(
            warning ->
                assertThat(warning.asText())
                    .startsWith("admitted only because the rule's mode is Warn: trust: policy")
                    .endsWith(" reason: NO_SUCH_TARGET"));
    assertThat(Reviews.tree(response.path("auditAnnotations").path("images").asText()))
        .isEqualTo(
            Reviews.tree(
                """
                [{"path":"/spec/containers/0/image","image":"us.icr.io/bad",
                  "reason":"NO_SUCH_TARGET","rule":"ClusterImagePolicy test, repository us.icr.io/*",
                  "mode":"%s"}]
                """
                    .formatted(mode)));
    assertThat(observed).containsExactly(true);
  }

  @Test
  void anExemptionIsOnRecord() {
    ImagePolicy policy =
        PolicyReader.read(
            Reviews.tree(
                """
                {"kind":"ClusterImagePolicy","metadata":{"name":"e"},"spec":{"exemptions":[
                  {"image":"us.icr.io/a@sha256:%s","reason":"incident 7","until":"2999-01-01T00:00:00Z"}]}}
                """
                    .formatted(HEX)));
    policies = Optional.of(new PolicySet(List.of(), List.of(policy)));

    JsonNode response = answer(pod("us.icr.io/a@sha256:" + HEX));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(
            Reviews.tree(response.path("auditAnnotations").path("images").asText())
                .path(0)
                .path("exemption"))
        .isEqualTo(
            Reviews.tree(
                """
                {"policy":"ClusterImagePolicy e","reason":"incident 7",
                 "until":"2999-01-01T00:00:00Z"}
                """));
  }

  @Test
  void aMandatoryRuleIsOnRecordBesideTheNamespaces() {
    ImagePolicy own =
        PolicyReader.read(
            Reviews.tree(
                """
                {"kind":"ImagePolicy","metadata":{"name":"own","namespace":"default"},
                 "spec":{"repositories":[{"name":"*"}]}}
                """));
    clusterPolicy(
        "{\"name\":\"us.icr.io/*\",\"mandatory\":true,\"policy\":{\"trust\":{\"enabled\":true}}}");
    policies =
        Optional.of(new PolicySet(List.of(own), policies.orElseThrow().cluster().policies()));
    verdicts.put("us.icr.io/good", SIGNED);

    JsonNode response = answer(pod("us.icr.io/good"));

    assertThat(response.has("patch")).isTrue();
    JsonNode record =
        Reviews.tree(response.path("auditAnnotations").path("images").asText()).path(0);
    assertThat(record.path("rule").asText()).isEqualTo("ImagePolicy default/own, repository *");
    assertThat(record.path("mandatoryRule").asText())
        .isEqualTo("ClusterImagePolicy test, repository us.icr.io/*");
    assertThat(message(pod("us.icr.io/bad"))).contains("reason: NO_SUCH_TARGET");
  }
}
