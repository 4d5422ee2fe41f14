/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.starlingx.portieris.trust.http.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightTest {

  private static final Duration PLENTY = Duration.ofSeconds(50);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final SingleFlight<String, String> flights = new SingleFlight<>(executor);

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void equalQuestionsAtTheSameTimeAreWorkedOnOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Future<Optional<String>> first =
        executor.submit(
            () ->
                flights.get(
                    "q",
                    Deadline.after(PLENTY),
                    () -> {
                      started.countDown();
                      await(finish);
                      return "answer " + runs.incrementAndGet();
                    }));
    started.await();
    List<Future<Optional<String>>> others = new ArrayList<>();
    CountDownLatch asking = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      others.add(
          executor.submit(
              () -> {
                asking.countDown();
                return flights.get("q", Deadline.after(PLENTY), () -> "answer " + runs.get());
              }));
    }
    asking.await();
    assertThat(flights.get("other", Deadline.after(PLENTY), () -> "mine")).contains("mine");
    finish.countDown();

    assertThat(first.get()).contains("answer 1");
    for (Future<Optional<String>> other : others) {
      assertThat(other.get()).contains("answer 1");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void aQuestionAskedAgainLaterIsWorkedOnAgain() {
    SingleFlight<String, Integer> flights = new SingleFlight<>(executor);
    AtomicInteger runs = new AtomicInteger();
    for (int i = 1; i <= 500; i++) {
      assertThat(flights.get("q", Deadline.after(PLENTY), runs::incrementAndGet)).contains(i);
    }
  }

  @Test
  void aCallerWithoutAnyTimeBeginsNothing() {
    List<Runnable> begun = new ArrayList<>();
    SingleFlight<String, String> watched = new SingleFlight<>(executorOf(begun::add));

    assertThat(watched.get("q", Deadline.after(Duration.ZERO), () -> "answer")).isEmpty();

    assertThat(begun).isEmpty();
  }

  @Test
  void aCallerWhoseTimeIsUpLeavesWithoutEndingTheWork() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<String> done = new CompletableFuture<>();

    Optional<String> impatient =
        flights.get(
            "q",
            Deadline.after(Duration.ofMillis(10)),
            () -> {
              await(finish);
              done.complete("done");
              return "late";
            });

    assertThat(impatient).isEmpty();
    Future<Optional<String>> patient =
        executor.submit(() -> flights.get("q", Deadline.after(PLENTY), () -> "another"));
    finish.countDown();
    assertThat(done.get()).isEqualTo("done");
    assertThat(patient.get()).isPresent();
  }

  @Test
  void workThatFailsFailsItsCallersAndNobodyLater() {
    assertThatThrownBy(
            () ->
                flights.get(
                    "q",
                    Deadline.after(PLENTY),
                    () -> {
                      throw new IllegalArgumentException("defect");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aQuestionThatCouldNotBeStartedIsNotWaitedForLater() {
    AtomicInteger tries = new AtomicInteger();
    ExecutorService full =
        executorOf(
            command -> {
              switch (tries.incrementAndGet()) {
                case 1 -> throw new RejectedExecutionException("full");
                case 2 -> throw new OutOfMemoryError("no memory for a thread");
                default -> executor.execute(command);
              }
            });
    SingleFlight<String, String> limited = new SingleFlight<>(full);

    assertThatThrownBy(() -> limited.get("q", Deadline.after(PLENTY), () -> "x"))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> limited.get("q", Deadline.after(PLENTY), () -> "x"))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(limited.get("q", Deadline.after(PLENTY), () -> "x")).contains("x");
  }

  private static ExecutorService executorOf(Executor commands) {
    return new AbstractExecutorService() {
      @Override
      public void execute(Runnable command) {
        commands.execute(command);
      }

      @Override
      public void shutdown() {}

      @Override
      public List<Runnable> shutdownNow() {
        return List.of();
      }

      @Override
      public boolean isShutdown() {
        return false;
      }

      @Override
      public boolean isTerminated() {
        return false;
      }

      @Override
      public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
