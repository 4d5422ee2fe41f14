/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenFlightsTest {

  private final Deadline plenty = Deadline.after(Duration.ofSeconds(50));
  private static final TokenAnswer TOKEN = new TokenAnswer.Token("t1", false);
  private static final TokenAnswer DOWN =
      new TokenAnswer.Failed(HttpResult.Kind.UNREACHABLE, "token service: no answer in time");

  private static final TokenAnswer BUSY =
      new TokenAnswer.Failed(HttpResult.Kind.BUSY, "token service answered 429");

  private final TokenFlights<String> flights = new TokenFlights<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch land = new CountDownLatch(1);

  private TokenAnswer slowly(TokenAnswer answer) {
    asked.incrementAndGet();
    try {
      land.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answer;
  }

  private TokenAnswer at(TokenAnswer answer) {
    asked.incrementAndGet();
    return answer;
  }

  /** Starts to ask, and returns when the thread has something to wait for. */
  private FutureTask<TokenAnswer> waiting(Deadline deadline, Supplier<TokenAnswer> work) {
    FutureTask<TokenAnswer> task = new FutureTask<>(() -> flights.ask("q", deadline, work));
    Thread thread = Thread.ofPlatform().daemon().start(task);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void whoComesMeanwhileWaitsForTheSameAnswer() throws Exception {
    FutureTask<TokenAnswer> first = waiting(plenty, () -> slowly(TOKEN));
    List<FutureTask<TokenAnswer>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      others.add(waiting(plenty, () -> at(DOWN)));
    }
    assertThat(flights.ask("other", plenty, () -> DOWN)).isEqualTo(DOWN);
    land.countDown();
    assertThat(first.get()).isEqualTo(TOKEN);
    for (FutureTask<TokenAnswer> other : others) {
      assertThat(other.get()).isEqualTo(TOKEN);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aServiceThatIsDownIsAskedOnceByAll() throws Exception {
    FutureTask<TokenAnswer> first = waiting(plenty, () -> slowly(DOWN));
    FutureTask<TokenAnswer> second = waiting(plenty, () -> at(TOKEN));
    land.countDown();
    assertThat(first.get()).isEqualTo(DOWN);
    assertThat(second.get()).isEqualTo(DOWN);
    assertThat(asked).hasValue(1);
  }

  @Test
  void theNextOneAsksWhenTheFirstHadNoTimeLeft() throws Exception {
    AtomicLong time = new AtomicLong();
    Deadline brief = Deadline.after(Duration.ofSeconds(1), time::get);
    FutureTask<TokenAnswer> first = waiting(brief, () -> slowly(DOWN));
    FutureTask<TokenAnswer> second = waiting(plenty, () -> at(TOKEN));
    time.set(Duration.ofSeconds(1).toNanos());
    land.countDown();
    assertThat(first.get()).isEqualTo(DOWN);
    assertThat(second.get()).isEqualTo(TOKEN);
  }

  @Test
  void theNextOneAsksWhenTheFirstHadNoTimeToWaitForABusyService() throws Exception {
    AtomicLong time = new AtomicLong();
    Deadline brief = Deadline.after(Duration.ofSeconds(1), time::get);
    FutureTask<TokenAnswer> first = waiting(brief, () -> slowly(BUSY));
    FutureTask<TokenAnswer> second = waiting(plenty, () -> at(TOKEN));
    land.countDown();
    assertThat(first.get()).isEqualTo(BUSY);
    assertThat(second.get()).isEqualTo(TOKEN);
  }

  @Test
  void aBusyServiceIsAskedOnceByAllWhoHaveHardlyMoreTime() throws Exception {
    AtomicLong time = new AtomicLong();
    Deadline brief = Deadline.after(Duration.ofSeconds(40), time::get);
    Deadline hardlyMore = Deadline.after(Duration.ofMillis(40_999), time::get);
    FutureTask<TokenAnswer> first = waiting(brief, () -> slowly(BUSY));
    FutureTask<TokenAnswer> second = waiting(hardlyMore, () -> at(TOKEN));
    land.countDown();
    assertThat(first.get()).isEqualTo(BUSY);
    assertThat(second.get()).isEqualTo(BUSY);
    assertThat(asked).hasValue(1);
  }

  @Test
  void aBusyServiceIsAskedOnceByAllWhoHaveNoMoreTime() throws Exception {
    AtomicLong time = new AtomicLong();
    Deadline brief = Deadline.after(Duration.ofSeconds(40), time::get);
    FutureTask<TokenAnswer> first = waiting(brief, () -> slowly(BUSY));
    FutureTask<TokenAnswer> second = waiting(brief, () -> at(TOKEN));
    land.countDown();
    assertThat(first.get()).isEqualTo(BUSY);
    assertThat(second.get()).isEqualTo(BUSY);
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoHasNoTimeLeftDoesNotWait() throws Exception {
    FutureTask<TokenAnswer> first = waiting(plenty, () -> slowly(TOKEN));
    assertThat(flights.ask("q", Deadline.after(Duration.ZERO), () -> TOKEN))
        .isInstanceOf(TokenAnswer.Failed.class);
    land.countDown();
    assertThat(first.get()).isEqualTo(TOKEN);
  }

  @Test
  void workThatThrowsKeepsNobodyWaiting() throws Exception {
    FutureTask<TokenAnswer> first =
        waiting(
            plenty,
            () -> {
              slowly(TOKEN);
              throw new IllegalStateException("broken");
            });
    FutureTask<TokenAnswer> second = waiting(plenty, () -> at(TOKEN));
    land.countDown();
    assertThat(second.get()).isEqualTo(TOKEN);
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try {
                first.get();
              } catch (ExecutionException e) {
                throw (IllegalStateException) e.getCause();
              }
            });
  }

  @Test
  void theNextOneAsksWhenTheFirstWasToldToStop() throws Exception {
    FutureTask<TokenAnswer> first =
        waiting(
            plenty,
            () -> {
              slowly(DOWN);
              Thread.currentThread().interrupt();
              return DOWN;
            });
    FutureTask<TokenAnswer> second = waiting(plenty, () -> at(TOKEN));
    land.countDown();
    assertThat(first.get()).isEqualTo(DOWN);
    assertThat(second.get()).isEqualTo(TOKEN);
  }

  @Test
  void aQuestionIsAskedAnewOnceItIsAnswered() {
    flights.ask("q", plenty, () -> at(TOKEN));
    flights.ask("q", plenty, () -> at(TOKEN));
    assertThat(asked).hasValue(2);
  }
}
