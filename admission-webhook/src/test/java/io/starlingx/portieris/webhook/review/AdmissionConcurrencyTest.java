/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/**
 * How often and how many at a time images are asked about, and what a judge that is late or fails
 * means.
 */
class AdmissionConcurrencyTest extends AdmissionFixture {

  @Test
  void asksOncePerDistinctImage() {
    clusterPolicy("{\"name\":\"us.icr.io/*\",\"policy\":{\"trust\":{\"enabled\":true}}}");
    verdicts.put("us.icr.io/hello", SIGNED);

    JsonNode response = answer(pod("us.icr.io/hello", "us.icr.io/hello"));

    assertThat(asked).containsExactly(Map.entry("us.icr.io/hello", 1));
    assertThat(Reviews.patch(response)).hasSize(2);
  }

  @Test
  void decidesAllImagesAtTheSameTime() {
    CyclicBarrier allThere = new CyclicBarrier(3);
    ImageJudge judge =
        (query, context) -> {
          await(allThere);
          return decision(query.image());
        };

    assertThat(
            answer(admission(judge), pod("a", "b", "c"), patiently()).path("allowed").asBoolean())
        .isTrue();
  }

  @Test
  void decidesWhatIsKnownWithoutAskingAndAsksTheRest() {
    List<String> questions = new CopyOnWriteArrayList<>();
    ImageJudge judge =
        new ImageJudge() {
          @Override
          public ImageDecision decide(ImageQuery query, RequestContext context) {
            questions.add(query.image());
            return AdmissionFixture.decision(query.image());
          }

          @Override
          public Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
            return Optional.of(query.image())
                .filter(image -> image.startsWith("known"))
                .map(AdmissionFixture::decision);
          }
        };

    JsonNode response = answer(admission(judge), pod("known-a", "b", "known-c"), patiently());

    assertThat(response.path("allowed").asBoolean()).isTrue();
    assertThat(questions).containsExactly("b");
  }

  @Test
  void deniesByTheDeadlineWhenAJudgeDoesNotReturn() {
    CountDownLatch never = new CountDownLatch(1);
    ImageJudge judge =
        (query, context) -> {
          await(never);
          return decision(query.image());
        };

    JsonNode response =
        answer(admission(judge), pod("us.icr.io/hello"), Deadline.after(Duration.ofMillis(1)));

    assertThat(response.path("status").path("message").asText())
        .isEqualTo("\nDeny \"us.icr.io/hello\", no answer in time\nreason: UNAVAILABLE");
  }

  @Test
  void deniesWhenAJudgeFails() {
    ImageJudge judge =
        (query, context) -> {
          throw new IllegalStateException("broken");
        };

    assertThat(
            answer(admission(judge), pod("a"), patiently()).path("status").path("message").asText())
        .isEqualTo("\nDeny \"a\", internal error\nreason: INTERNAL");
  }

  @Test
  void answersWithTheUidWhenReadingPoliciesFails() {
    assertRefusedWithItsUid(
        namespace -> {
          throw new IllegalStateException("broken");
        });
    assertRefusedWithItsUid(
        namespace -> {
          throw new NoClassDefFoundError("broken");
        });
  }

  private void assertRefusedWithItsUid(PolicySource broken) {
    Admission admission =
        new Admission(
            Admission.Stage.MUTATING,
            broken,
            this::credentials,
            NO_OWNERS,
            trust()::decide,
            executor,
            ReviewObserver.none());

    JsonNode response = answer(admission, pod("a"), patiently());

    assertThat(response.path("uid").asText()).isNotEmpty();
    assertThat(response.path("allowed").asBoolean()).isFalse();
    assertThat(response.path("status").path("code").asInt()).isEqualTo(500);
  }

  @Test
  void deniesUntilPoliciesAreLoaded() {
    policies = Optional.empty();

    assertThat(message(pod("a"))).isEqualTo("the image policies are not loaded yet");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
