/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.verdict.VerificationLimit.Asker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationLimitTest {

  private static final Verdict TRUSTED =
      new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);
  private static final Duration PLENTY = Duration.ofSeconds(50);

  private final VerificationLimit limit = new VerificationLimit(4, 3, 2, Duration.ZERO);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger others = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    threads.close();
  }

  @Test
  void oneSlowHostLeavesRoomForTheOthers() throws Exception {
    occupy(3, "", "slow.test");

    assertThat(within("", "other.test", "slow.test"))
        .isEqualTo(
            new Verdict.Unavailable(
                "too many verifications are already under way with slow.test; try again"));
    assertThat(within("", "other.test")).isEqualTo(TRUSTED);
  }

  @Test
  void workThatNobodyWaitsForTakesNobodysPlaceAndIsDoneOneByOne() {
    VerificationLimit narrow = new VerificationLimit(1, 1, 1, Duration.ZERO);
    Deadline soon = Deadline.after(Duration.ofMillis(1));

    Verdict answer =
        narrow.inBackground(
            Deadline.after(PLENTY),
            () ->
                narrow.within(
                    tenant("team"),
                    List.of("host.test"),
                    Deadline.after(PLENTY),
                    () ->
                        narrow.inBackground(
                            soon, () -> new Verdict.Unavailable("two at a time"), v -> TRUSTED),
                    v -> v),
            v -> v);

    assertThat(answer).isEqualTo(TRUSTED);
  }

  @Test
  void aTenantWithManyHostsIsStillOneTenant() throws Exception {
    occupy(1, "team", "a.test");
    occupy(1, "team", "b.test");

    assertThat(within("team", "c.test"))
        .isEqualTo(
            new Verdict.Unavailable(
                "too many verifications are already under way for namespace team; try again"));
    assertThat(within("other", "c.test")).isEqualTo(TRUSTED);
  }

  @Test
  void whoeverNamesManyHostsLeavesRoomToOthersUnderTheSamePolicyOfTheCluster() throws Exception {
    Asker greedy = new Asker("greedy", false);
    occupy(2, greedy, "a.test");
    occupy(1, greedy, "b.test");

    assertThat(
            limit.within(
                greedy,
                List.of("c.test"),
                Deadline.after(PLENTY),
                () -> TRUSTED,
                Function.identity()))
        .isEqualTo(
            new Verdict.Unavailable(
                "too many verifications are already under way for namespace greedy; try again"));
    assertThat(within("", "c.test")).isEqualTo(TRUSTED);
  }

  @Test
  void aTenantLeavesRoomAtAHostThatOthersShare() throws Exception {
    occupy(2, "team", "shared.test", "slow-store.test");

    assertThat(within("other", "shared.test")).isEqualTo(TRUSTED);
    assertThat(within("", "shared.test")).isEqualTo(TRUSTED);
  }

  @Test
  void allTogetherAreLimitedToo() throws Exception {
    occupy(3, "", "a.test");
    occupy(1, "", "b.test");

    assertThat(within("", "c.test"))
        .isEqualTo(
            new Verdict.Unavailable("too many verifications are already under way; try again"));
  }

  @Test
  void aPlaceIsFreeAgainAfterwards() throws Exception {
    List<Future<Verdict>> running = occupy(3, "", "a.test");
    end.countDown();
    for (Future<Verdict> verification : running) {
      assertThat(verification.get()).isEqualTo(TRUSTED);
    }
    assertThatThrownBy(
            () ->
                limit.within(
                    tenant("team"),
                    List.of("a.test"),
                    Deadline.after(PLENTY),
                    () -> {
                      throw new IllegalStateException("defect");
                    },
                    Function.identity()))
        .hasMessage("defect");

    for (int i = 0; i < 5; i++) {
      assertThat(within("team", "a.test")).isEqualTo(TRUSTED);
    }
  }

  @Test
  void waitsForAPlaceWithinItsPatience() throws Exception {
    VerificationLimit patient = new VerificationLimit(1, 1, 1, PLENTY);
    CountDownLatch started = new CountDownLatch(1);
    Future<Verdict> first =
        threads.submit(
            () ->
                patient.within(
                    tenant(""),
                    List.of("a"),
                    Deadline.after(PLENTY),
                    () -> held(started),
                    Function.identity()));
    started.await();
    Future<Verdict> second =
        threads.submit(
            () ->
                patient.within(
                    tenant(""),
                    List.of("a"),
                    Deadline.after(PLENTY),
                    () -> TRUSTED,
                    Function.identity()));

    assertThat(
            patient
                .within(
                    tenant(""),
                    List.of("a"),
                    Deadline.after(Duration.ofMillis(1)),
                    () -> TRUSTED,
                    Function.identity())
                .code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
    end.countDown();

    assertThat(first.get()).isEqualTo(TRUSTED);
    assertThat(second.get()).isEqualTo(TRUSTED);
  }

  private Verdict within(String tenant, String... hosts) {
    return limit.within(
        tenant(tenant), List.of(hosts), Deadline.after(PLENTY), () -> TRUSTED, Function.identity());
  }

  /**
   * By the namespace's own policy; without a name, another namespace each time by the cluster's.
   */
  private Asker tenant(String name) {
    return name.isEmpty()
        ? new Asker("namespace-" + others.incrementAndGet(), false)
        : new Asker(name, true);
  }

  private List<Future<Verdict>> occupy(int places, String tenant, String... hosts)
      throws Exception {
    List<Future<Verdict>> running = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      running.addAll(occupy(1, tenant(tenant), hosts));
    }
    return running;
  }

  private List<Future<Verdict>> occupy(int places, Asker asker, String... hosts) throws Exception {
    List<Future<Verdict>> running = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(places);
    for (int i = 0; i < places; i++) {
      running.add(
          threads.submit(
              () ->
                  limit.within(
                      asker,
                      List.of(hosts),
                      Deadline.after(PLENTY),
                      () -> held(started),
                      Function.identity())));
    }
    started.await();
    return running;
  }

  private Verdict held(CountDownLatch started) {
    started.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return TRUSTED;
  }
}
