/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.NullNode;
import io.starlingx.portieris.webhook.review.DecodedReview.Review;
import io.starlingx.portieris.webhook.review.DecodedReview.Unusable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewDecoderTest {

  private static final String UNDECODABLE = "bad request, unable to decode admission review body: ";

  @Test
  void readsWhatADecisionNeeds() {
    Review review = (Review) decode(Reviews.of("apps", "v1", "deployments", "scale", "{\"a\":1}"));

    assertThat(review.apiVersion()).isEqualTo("admission.k8s.io/v1");
    assertThat(review.kind()).isEqualTo("AdmissionReview");
    assertThat(review.request())
        .isEqualTo(
            new AdmissionRequest(
                "705ab4f5-6393-11e8-b7cc-42010a800002",
                new GroupVersionResource("apps", "v1", "deployments"),
                "scale",
                "team-a",
                "web",
                "CREATE",
                false,
                new Requester("admin", "", List.of("system:masters"), Map.of()),
                Reviews.tree("{\"a\":1}"),
                NullNode.getInstance()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "null", "{}", "{\"kind\":\"x\"}", "{\"request\":null}"})
  void tellsThatThereIsNoRequest(String body) {
    assertThat(message(body)).isEqualTo("bad request, no admission request present");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "garbage | Unrecognized token 'garbage'",
        "<html></html> | Unexpected character ('<'",
        "[] | the review must be an object",
        "7 | the review must be an object",
        "{\"request\":[]} | request must be an object",
        "{\"request\":{\"uid\":7}} | request.uid must be text",
        "{\"request\":{\"dryRun\":\"yes\"}} | request.dryRun must be true or false",
        "{\"request\":{\"resource\":\"pods\"}} | request.resource must be an object",
        "{\"request\":{}} {} | the document must be alone",
        "{\"request\":{}}] | Unexpected close marker ']'",
        "{\"request\":{\"uid\":\"a\",\"uid\":\"b\"}} | Duplicate field 'uid'",
        "{\"request\":{\"object\":{\"spec\":1,\"spec\":2}}} | Duplicate field 'spec'",
        "{\"request\":{\"oldObject\":{\"a\":1,\"a\":2}}} | Duplicate field 'a'",
        "{\"request\":{\"uid\":\"a\" | Unexpected end-of-input"
      })
  void refusesABodyThatIsNoReview(String body, String complaint) {
    assertThat(message(body)).startsWith(UNDECODABLE + complaint);
  }

  @Test
  void refusesADeeplyNestedBody() {
    assertThat(message("{\"request\":{\"object\":" + "[".repeat(100_000)))
        .startsWith(UNDECODABLE + "Document nesting depth");
  }

  @Test
  void refusesABodyOfEndlesslyManyValues() {
    String many = "0,".repeat(500_000);

    assertThat(message("{\"request\":{\"object\":{\"spec\":[" + many + "0]}}}"))
        .startsWith(UNDECODABLE + "Token count");
  }

  @Test
  void keepsHostileTextOutOfTheMessage() {
    assertThat(message("\u001b[2Jboo\n")).doesNotContain("\u001b").doesNotContain("\n");
  }

  @FuzzTest
  void answersWhateverTheBytes(byte[] body) {
    DecodedReview decoded = ReviewDecoder.decode(body);

    if (decoded instanceof Review review) {
      assertThat(WorkloadReader.read(review.request())).isNotNull();
    }
  }

  private static String message(String body) {
    return ((Unusable) decode(body)).message();
  }

  private static DecodedReview decode(String body) {
    return ReviewDecoder.decode(body.getBytes(UTF_8));
  }
}
