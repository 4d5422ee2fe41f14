/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admission answers: its patch, its refusal and its record. */
class AdmissionTest extends AdmissionFixture {

  @Test
  void pinsEverySignedImageOfADeployment() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/hello", SIGNED);
    verdicts.put("us.icr.io/init", SIGNED);
    String object =
        """
        {"spec":{"replicas":0,"template":{"spec":{
          "initContainers":[{"image":"us.icr.io/init"}],
          "containers":[{"image":"us.icr.io/hello"}]}}}}
        """;

    JsonNode response = answer(Reviews.of("apps", "v1", "deployments", "", object));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
    assertThat(Reviews.patch(response))
        .isEqualTo(
            Reviews.tree(
                """
                [{"op":"replace","path":"/spec/template/spec/initContainers/0/image",
                  "value":"us.icr.io/init@sha256:%s"},
                 {"op":"replace","path":"/spec/template/spec/containers/0/image",
                  "value":"us.icr.io/hello@sha256:%s"}]
                """
                    .formatted(HEX, HEX)));
    assertThat(observed).containsExactly(true);
  }

  @Test
  void echoesTheUidAndTheReviewsTypeAndNeverTheObject() {
    byte[] answer = admission().answer(Reviews.posted(bytes(pod("us.icr.io/hello"))), patiently());

    JsonNode review = Reviews.tree(new String(answer, UTF_8));
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.path("response").path("uid").asText())
        .isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
    assertThat(review.has("request")).isFalse();
  }

  @Test
  void deniesWithoutAnyPolicyAsForbidden() {
    JsonNode response = answer(pod("us.icr.io/hello"));

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status"))
        .isEqualTo(
            Reviews.tree(
                """
                {"status":"Failure","reason":"Forbidden","code":403,
                 "message":"\\nDeny \\"us.icr.io/hello\\", no image policies or cluster polices\\nreason: POLICY"}
                """));
    assertThat(response.has("patch")).isFalse();
    assertThat(observed).containsExactly(false);
  }

  @Test
  void aDryRunIsJudgedAsOne() {
    List<Boolean> dryRuns = Collections.synchronizedList(new ArrayList<>());
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");
    Admission admission =
        admission(
            (query, context) -> {
              dryRuns.add(query.dryRun());
              return decision(query.image());
            });

    admission.answer(Reviews.posted(bytes(pod("us.icr.io/hello"))), patiently());
    admission.answer(
        Reviews.posted(
            bytes(pod("us.icr.io/hello").replace("\"dryRun\":false", "\"dryRun\":true"))),
        patiently());

    assertThat(dryRuns).containsExactly(false, true);
  }

  @Test
  void admitsUnmodifiedWhereTheRuleChecksNothing() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");

    JsonNode response = answer(pod("us.icr.io/hello"));

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(response.has("patch")).isFalse();
  }

  @Test
  void deniesAnInvalidName() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{}}");

    assertThat(message(pod("us.icr.io/?")))
        .startsWith("\nDeny \"us.icr.io/?\", invalid image name");
  }

  @Test
  void oneRefusedImageRefusesTheObjectAndEveryRefusalIsNamed() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/good", SIGNED);
    verdicts.put("us.icr.io/bad", UNSIGNED);

    String review = pod("us.icr.io/good", "us.icr.io/bad", "us.icr.io/?", "us.icr.io/good");
    JsonNode response = answer(review);

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.has("patch")).isFalse();
    assertThat(response.path("status").path("message").asText())
        .contains(
            "trust: policy denied the request: Deny \"us.icr.io/bad\", failed to get content trust"
                + " information: No valid trust data for latest")
        .contains("Deny \"us.icr.io/?\", invalid image name")
        .doesNotContain("good");
  }

  /** A refusal must survive the same repository passing under another tag, in either order. */
  @Test
  void aLaterPassDoesNotEraseARefusal() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/app:bad", UNSIGNED);
    verdicts.put("us.icr.io/app", SIGNED);

    assertThat(answer(pod("us.icr.io/app:bad", "us.icr.io/app")).path("allowed").asBoolean())
        .isFalse();
    assertThat(answer(pod("us.icr.io/app", "us.icr.io/app:bad")).path("allowed").asBoolean())
        .isFalse();
  }

  @Test
  void saysThatTheTrustServerIsUnavailable() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put(
        "us.icr.io/hello",
        new Verdict.Unavailable(ReasonCode.UNAVAILABLE, "no answer", OptionalInt.of(0)));

    assertThat(message(pod("us.icr.io/hello")))
        .startsWith(
            "\ntrust: Deny \"us.icr.io/hello\", failed to get content trust information: unable to"
                + " reach trust server at this time: 0.");
  }

  @Test
  void tellsThatAPullSecretCouldNotBeUsed() {
    clusterPolicy("{\"name\":\"*\",\"policy\":{}}");
    credentialProblems.add("pull secret team-a/regcred not found");

    assertThat(answer(pod("a")).path("warnings").get(0).asText())
        .isEqualTo("pull secret team-a/regcred not found");
  }

  @Test
  void aPolicyWithAnUnknownFieldDeniesWhatItMatches() {
    clusterPolicy("{\"name\":\"*\",\"policy\":{\"trust\":{\"enable\":true}}}");

    assertThat(message(pod("a")))
        .contains("ClusterImagePolicy test, repository * cannot be used")
        .contains("spec.repositories[0].policy.trust.enable: unknown field");
  }

  @Test
  void answersABodyThatIsNoReviewWithoutUid() {
    JsonNode response = answer("garbage");

    assertThat(response.path("uid").asText()).isEmpty();
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(400);
    assertThat(response.path("status").path("message").asText())
        .startsWith("bad request, unable to decode admission review body: ");
    assertThat(observed).isEmpty();
  }

  @Test
  void answersABodyOfTooManyValuesWithItsUid() {
    JsonNode response =
        answer(
            pod("us.icr.io/hello")
                .replace("\"spec\":{", "\"spec\":{\"x\":[" + "0,".repeat(200_000) + "0],"));

    assertThat(response.path("uid").asText()).isEqualTo("705ab4f5-6393-11e8-b7cc-42010a800002");
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("message").asText()).contains("Token count");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "408, Timeout",
    "413, RequestEntityTooLarge",
    "429, TooManyRequests"
  })
  void aRequestThatWasNotReadIsRefusedWithItsOwnCode(int code, String reason) {
    JsonNode status =
        Reviews.response(ReviewRefusal.of(code, "too much", new byte[0]).body()).path("status");

    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("reason").asText()).isEqualTo(reason);
  }

  @Test
  void doesNotCountAnUnsupportedResource() {
    answer(Reviews.of("batch.volcano.sh", "v1", "jobs", "", "{}"));

    assertThat(observed).isEmpty();
  }
}
