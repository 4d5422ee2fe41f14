/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.webhook.review.SkipPermission.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceGuardTest {

  private static final String LABELLED =
      "{\"metadata\":{\"labels\":{\"" + NamespaceGuard.LABEL + "\":\"skip\"}}}";
  private static final String PLAIN = "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}";

  private final List<Requester> asked = new ArrayList<>();

  @Test
  void deniesWhenNobodyCanBeAsked() {
    JsonNode response = answer(new Answer.Unknown("the API server is away"), LABELLED, "null");

    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.at("/status/message").asText())
        .endsWith("whether you may could not be learned: the API server is away");
  }

  @Test
  void asksAboutWhoSentTheRequestWithTheirGroups() {
    answer(new Answer.Allowed(), LABELLED, "null");

    assertThat(asked)
        .singleElement()
        .satisfies(
            requester -> {
              assertThat(requester.username()).isEqualTo("admin");
              assertThat(requester.groups()).containsExactly("system:masters");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, "{}", "{\"metadata\":{\"labels\":null}}"})
  void aNamespaceWithoutTheLabelIsNobodysBusiness(String namespace) {
    assertThat(answer(new Answer.Refused(), namespace, LABELLED).path("allowed").asBoolean())
        .isTrue();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsLabelledAlreadyMayBeChanged() {
    assertThat(answer(new Answer.Refused(), LABELLED, LABELLED).path("allowed").asBoolean())
        .isTrue();
  }

  @Test
  void anotherValueBeforeDoesNotCount() {
    String off = LABELLED.replace("skip\"}", "no\"}");

    assertThat(answer(new Answer.Refused(), LABELLED, off).path("allowed").asBoolean()).isFalse();
  }

  @Test
  void decidesNothingButNamespaces() {
    byte[] pod = Reviews.of("", "v1", "pods", "", "{}").getBytes(UTF_8);

    assertThat(
            Reviews.response(guard(new Answer.Allowed()).answer(Reviews.posted(pod), patiently()))
                .path("allowed"))
        .hasToString("false");
  }

  @Test
  void garbageIsRefused() {
    byte[] answer =
        guard(new Answer.Allowed()).answer(Reviews.posted("garbage".getBytes(UTF_8)), patiently());

    assertThat(Reviews.response(answer).at("/status/code").asInt()).isEqualTo(400);
  }

  private JsonNode answer(Answer permission, String object, String oldObject) {
    String review =
        Reviews.of("", "v1", "namespaces", "", object)
            .replace("\"oldObject\":null", "\"oldObject\":" + oldObject);
    return Reviews.response(
        guard(permission).answer(Reviews.posted(review.getBytes(UTF_8)), patiently()));
  }

  private NamespaceGuard guard(Answer permission) {
    return new NamespaceGuard(
        (requester, deadline) -> {
          asked.add(requester);
          return permission;
        });
  }

  private static Deadline patiently() {
    return Deadline.after(Duration.ofMinutes(2));
  }
}
