/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.Pinning;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainerVerdictsTest {

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void imagesThatFindNoThreadAreDecidedOneAfterTheOther() throws Exception {
    ContainerVerdicts verdicts = new ContainerVerdicts(this::decision, executor, 1);

    assertThat(decide(verdicts, "a", "b", "a")).containsExactly("a", "b", "a");
    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void threadsAreGivenBack() throws Exception {
    ContainerVerdicts verdicts = new ContainerVerdicts(this::decision, executor, 2);
    for (int i = 0; i < 3; i++) {
      assertThat(decide(verdicts, "a", "b")).containsExactly("a", "b");
    }
    assertThat(threads).hasSize(6).doesNotContain(Thread.currentThread());
  }

  private static List<String> decide(ContainerVerdicts verdicts, String... images)
      throws InterruptedException {
    List<WorkloadImage> places =
        Stream.of(images)
            .map(
                image -> new WorkloadImage(new CarriedImage("containers", "c", image), "/" + image))
            .toList();
    return verdicts
        .decide(
            new Workload(places, new PodIdentity("team-a", List.of(), "default")),
            ContainerVerdictsTest::query,
            RequestContext.unrecorded(Deadline.after(Duration.ofSeconds(50))))
        .stream()
        .map(verdict -> verdict.decision().image())
        .toList();
  }

  private ImageDecision decision(ImageQuery query, RequestContext context) {
    synchronized (threads) {
      threads.add(Thread.currentThread());
    }
    return new ImageDecision(
        query.image(),
        Optional.empty(),
        new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX),
        "",
        Optional.empty(),
        List.of());
  }

  private static ImageQuery query(String image) {
    return new ImageQuery(
        image,
        "team-a",
        new PolicySet(List.of(), List.of()),
        CredentialStore.empty(),
        false,
        Pinning.UNDER_WAY);
  }
}
