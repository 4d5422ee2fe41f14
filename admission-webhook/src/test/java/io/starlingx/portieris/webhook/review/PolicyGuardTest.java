/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyGuardTest {

  @Test
  void admitsAPolicyThatIsFine() {
    JsonNode response = answer(rule("trust: {enabled: true}"));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("warnings")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{trust: {enabled: true, root: {keyIds: [x], ca: y}}} |"
            + " spec.repositories[0].policy.trust.root",
        "{trust: {enabled: true, require: none}} | spec.repositories[0].policy.trust.require",
        "{trust: {enabled: true, trustServers: [1]}} | policy.trust.trustServers[0]: must be text",
        "{trust: {enabled: true, trustServers: [notary.test]}} | policy.trust.trustServers[0]: not"
            + " an",
        "{trust: {enable: true}} | spec.repositories[0].policy.trust.enable: unknown field",
      })
  void refusesMistakesInAddedAndUnknownFields(String policy, String message) {
    JsonNode response = answer("[{name: icr.io/*, policy: " + policy + "}]");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/code").asInt()).isEqualTo(403);
    assertThat(response.at("/status/message").asText()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{name: 'icr.io*', policy: {}}]",
        "[{name: 'icr.io/*', policy: {trust: {enabled: true, trustServer: 'http://a.example'}}}]",
        "[{name: 'icr.io/*', policy: {simple: {requirements: [{type: signedBy}]}}}]",
        "[]"
      })
  void warnsOfWhatAnEarlierVersionStores(String rules) {
    JsonNode response = answer(rules);

    assertThat(response.path("allowed").asBoolean()).as(response.toString()).isTrue();
    assertThat(response.path("warnings")).isNotEmpty();
  }

  @Test
  void anUpdateOfLabelsIsNoReasonToLookAtRules() {
    String policy = policy("[{name: icr.io/*, policy: {trust: {enable: true}}}]");
    String review =
        Reviews.update(policy, policy)
            .replace(
                "\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"",
                "\"group\":\"portieris.cloud.ibm.com\",\"version\":\"v1\",\"resource\":\"imagepolicies\"");

    assertThat(send(review).path("allowed").asBoolean()).isTrue();
  }

  @Test
  void storesAPolicyOfVeryManyRulesAndSaysThatItWasNotLookedAt() {
    JsonNode response = answer("[" + "{name: icr.io/*, unknown: 1},".repeat(1_001) + "{name: b}]");

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("warnings")).hasSize(1);
    assertThat(response.path("warnings").path(0).asText()).contains("more than 1000 rules");
  }

  @Test
  void tellsTheFirstOfManyFindings() {
    JsonNode response = answer("[" + "{name: icr.io/*, unknown: 1},".repeat(900) + "{name: b}]");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("message").asText())
        .contains("spec.repositories[49].unknown: unknown field")
        .doesNotContain("spec.repositories[50].unknown")
        .contains("and 850 more");
  }

  @Test
  void decidesNothingButPolicies() {
    assertThat(send(Reviews.of("", "v1", "pods", "", "{}")).path("allowed").asBoolean()).isFalse();
  }

  private static String rule(String policy) {
    return "[{name: icr.io/team/*, policy: {" + policy + "}}]";
  }

  private static String policy(String rules) {
    return Reviews.yaml(
            "{kind: ClusterImagePolicy, metadata: {name: a}, spec: {repositories: " + rules + "}}")
        .toString();
  }

  private static JsonNode answer(String rules) {
    return send(
        Reviews.of("portieris.cloud.ibm.com", "v1", "clusterimagepolicies", "", policy(rules)));
  }

  private static JsonNode send(String review) {
    Deadline deadline = Deadline.after(Duration.ofMinutes(2));
    return Reviews.response(
        new PolicyGuard().answer(Reviews.posted(review.getBytes(UTF_8)), deadline));
  }
}
