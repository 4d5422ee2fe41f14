/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.image.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionTest {

  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void readsAnExemption() {
    ImagePolicy policy =
        cluster(
            exemption(
                "nginx@" + DIGEST, "\"CVE fix is under way\"", "\"2027-01-01T01:00:00+01:00\""));

    assertThat(policy.problems()).isEmpty();
    assertThat(policy.exemptions())
        .containsExactly(
            new Exemption(
                "ClusterImagePolicy c",
                ImageReference.of("nginx@" + DIGEST),
                "CVE fix is under way",
                END));
    assertThat(policy.exemptions().getFirst().title())
        .isEqualTo(
            "ClusterImagePolicy c, exemption of docker.io/library/nginx@"
                + DIGEST
                + " until 2027-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx@DIGEST | true",
        "docker.io/library/nginx@DIGEST | true",
        "index.docker.io/nginx:1.25@DIGEST | true",
        "nginx:1.25 | false",
        "nginx | false",
        "docker.io/team/nginx@DIGEST | false",
        "evil.test/library/nginx@DIGEST | false",
        "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000 | false",
      })
  void coversThisContentInThisRepositoryOnly(String image, boolean covered) {
    Exemption exemption =
        new Exemption("p", ImageReference.of("nginx@" + DIGEST), "r", Instant.MAX);

    assertThat(exemption.covers(ImageReference.of(image.replace("DIGEST", DIGEST))))
        .isEqualTo(covered);
  }

  @Test
  void countsUntilItsEnd() {
    Exemption exemption = new Exemption("p", ImageReference.of("nginx@" + DIGEST), "r", END);

    assertThat(exemption.isCurrent(END.minusNanos(1))).isTrue();
    assertThat(exemption.isCurrent(END)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"image\": \"icr.io/a:1\", \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: must be an image by digest",
        "{\"image\": \"icr.io/a\", \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: must be an image by digest",
        "{\"image\": \"icr.io/*@DIGEST\", \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: must be an image by digest",
        "{\"image\": \"icr.io/a:1@DIGEST\", \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: must be an image by digest and without tag",
        "{\"image\": 1, \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: must be text",
        "{\"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].image: missing",
        "{\"image\": \"icr.io/a@DIGEST\", \"until\": \"2027-01-01T00:00:00Z\"} | [0].reason: missing",
        "{\"image\": \"icr.io/a@DIGEST\", \"reason\": \" \", \"until\": \"2027-01-01T00:00:00Z\"} | [0].reason: missing",
        "{\"image\": \"icr.io/a@DIGEST\", \"reason\": \"r\"} | [0].until: missing",
        "{\"image\": \"icr.io/a@DIGEST\", \"reason\": \"r\", \"until\": \"2027-01-01\"} | [0].until: must be a time",
        "{\"image\": \"icr.io/a@DIGEST\", \"reason\": \"r\", \"until\": \"2027-01-01T00:00:00Z\", \"namespace\": \"x\"} | [0].namespace: unknown field",
      })
  void oneThatCannotBeUsedExemptsNothingAndLeavesTheRulesAlone(String json, String problem) {
    ImagePolicy policy = cluster(json.replace("DIGEST", DIGEST));

    assertThat(policy.exemptions()).isEmpty();
    assertThat(policy.problems()).anySatisfy(p -> assertThat(p).contains(problem));
    assertThat(policy.repositories()).allMatch(rule -> rule.problems().isEmpty());
  }

  @Test
  void oneMistakeLeavesTheOtherExemptionsAlone() {
    ImagePolicy policy =
        cluster("{}," + exemption("icr.io/a@" + DIGEST, "\"r\"", "\"2027-01-01T00:00:00Z\""));

    assertThat(policy.exemptions()).hasSize(1);
    assertThat(policy.problems()).hasSize(3);
  }

  @Test
  void aNamespaceMayNotExemptItself() {
    ImagePolicy policy =
        read("ImagePolicy", exemption("icr.io/a@" + DIGEST, "\"r\"", "\"2027-01-01T00:00:00Z\""));

    assertThat(policy.exemptions()).isEmpty();
    assertThat(policy.problems())
        .containsExactly("spec.exemptions: only a ClusterImagePolicy may hold it");
  }

  @Test
  void neverNamesATagOrNoDigest() {
    for (String image : List.of("nginx", "nginx:1@" + DIGEST)) {
      ImageReference reference = ImageReference.of(image);
      assertThatThrownBy(() -> new Exemption("p", reference, "r", END))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ofSeveralTheOneThatEndsLastCounts() {
    ImageReference image = ImageReference.of("icr.io/a@" + DIGEST);
    PolicySet policies =
        new PolicySet(
            List.of(),
            List.of(
                policy(new Exemption("early", image, "r", END.minusSeconds(1))),
                policy(new Exemption("late", image, "r", END)),
                policy(
                    new Exemption(
                        "other", ImageReference.of("icr.io/b@" + DIGEST), "r", Instant.MAX))));

    assertThat(policies.exemption(List.of(ImageReference.of("icr.io/a:1@" + DIGEST))))
        .map(Exemption::policy)
        .contains("late");
    assertThat(policies.exemption(List.of(ImageReference.of("icr.io/a")))).isEmpty();
    assertThat(policies.exemption(List.of(ImageReference.of("icr.io/c@" + DIGEST)))).isEmpty();
  }

  private static ImagePolicy policy(Exemption exemption) {
    return new ImagePolicy(Optional.empty(), "p", List.of(), List.of(exemption), List.of());
  }

  private static String exemption(String image, String reason, String until) {
    return "{\"image\":\"" + image + "\",\"reason\":" + reason + ",\"until\":" + until + "}";
  }

  private static ImagePolicy cluster(String exemptions) {
    return read("ClusterImagePolicy", exemptions);
  }

  private static ImagePolicy read(String kind, String exemptions) {
    try {
      return PolicyReader.read(
          new ObjectMapper()
              .readTree(
                  "{\"kind\":\"%s\",\"metadata\":{\"name\":\"c\"},\"spec\":{\"repositories\":[{\"name\":\"*\"}],\"exemptions\":[%s]}}"
                      .formatted(kind, exemptions)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
