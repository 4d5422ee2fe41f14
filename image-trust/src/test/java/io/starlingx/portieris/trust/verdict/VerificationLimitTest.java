/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationLimitTest {

  private static final Verdict TRUSTED =
      new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);
  private static final Duration PLENTY = Duration.ofSeconds(50);

  private final VerificationLimit limit = new VerificationLimit(3, 2, Duration.ZERO);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    threads.close();
  }

  @Test
  void oneSlowServerLeavesRoomForTheOthers() throws Exception {
    occupy(2, "slow.test");

    assertThat(within("slow.test"))
        .isEqualTo(
            new Verdict.Unavailable(
                "too many verifications are already under way for slow.test; try again"));
    assertThat(within("other.test")).isEqualTo(TRUSTED);
  }

  @Test
  void aTenantWithManyServersIsStillOneTenant() throws Exception {
    occupy(1, "a.test", "namespace team");
    occupy(1, "b.test", "namespace team");

    assertThat(within("c.test", "namespace team").code()).isEqualTo(ReasonCode.UNAVAILABLE);
    assertThat(within("c.test", "namespace other")).isEqualTo(TRUSTED);
  }

  @Test
  void allTogetherAreLimitedToo() throws Exception {
    occupy(2, "a.test");
    occupy(1, "b.test");

    assertThat(within("c.test"))
        .isEqualTo(
            new Verdict.Unavailable("too many verifications are already under way; try again"));
  }

  @Test
  void aPlaceIsFreeAgainAfterwards() throws Exception {
    List<Future<Verdict>> running = occupy(2, "a.test");
    end.countDown();
    for (Future<Verdict> verification : running) {
      assertThat(verification.get()).isEqualTo(TRUSTED);
    }
    assertThatThrownBy(
            () ->
                limit.within(
                    List.of("a.test"),
                    Deadline.after(PLENTY),
                    () -> {
                      throw new IllegalStateException("defect");
                    }))
        .hasMessage("defect");

    for (int i = 0; i < 5; i++) {
      assertThat(within("a.test")).isEqualTo(TRUSTED);
    }
  }

  @Test
  void waitsForAPlaceWithinItsPatience() throws Exception {
    VerificationLimit patient = new VerificationLimit(1, 1, PLENTY);
    CountDownLatch started = new CountDownLatch(1);
    Future<Verdict> first =
        threads.submit(
            () -> patient.within(List.of("a"), Deadline.after(PLENTY), () -> held(started)));
    started.await();
    Future<Verdict> second =
        threads.submit(() -> patient.within(List.of("a"), Deadline.after(PLENTY), () -> TRUSTED));

    assertThat(
            patient
                .within(List.of("a"), Deadline.after(Duration.ofMillis(1)), () -> TRUSTED)
                .code())
        .isEqualTo(ReasonCode.UNAVAILABLE);
    end.countDown();

    assertThat(first.get()).isEqualTo(TRUSTED);
    assertThat(second.get()).isEqualTo(TRUSTED);
  }

  private Verdict within(String... sharers) {
    return limit.within(List.of(sharers), Deadline.after(PLENTY), () -> TRUSTED);
  }

  private List<Future<Verdict>> occupy(int places, String... sharers) throws Exception {
    List<Future<Verdict>> running = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(places);
    for (int i = 0; i < places; i++) {
      running.add(
          threads.submit(
              () -> limit.within(List.of(sharers), Deadline.after(PLENTY), () -> held(started))));
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
