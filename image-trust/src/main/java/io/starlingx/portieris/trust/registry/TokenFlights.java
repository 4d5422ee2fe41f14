/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.registry;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks for each token once at a time: who comes meanwhile waits for the same answer. A failure that
 * the asker's own deadline explains is nobody else's: the next one asks then. Whether there was
 * time to wait for a busy service depends on it, too.
 *
 * @param <K> what is asked for, by whom and how: what may go wrong for one must go wrong for the
 *     other
 */
final class TokenFlights<K> {

  /**
   * So much more time may let another wait for a busy service; each who asks anew keeps it busy.
   */
  private static final Duration WORTH_ASKING = Duration.ofSeconds(1);

  private final ConcurrentHashMap<K, Flight> flights = new ConcurrentHashMap<>();

  private record Flight(Deadline deadline, CompletableFuture<TokenAnswer> answer) {

    /** The answer, or empty when another is to be sought. */
    Optional<TokenAnswer> await(Deadline patience) {
      try {
        TokenAnswer landed = answer.get(patience.remaining().toNanos(), TimeUnit.NANOSECONDS);
        boolean isOwn =
            landed instanceof TokenAnswer.Failed(HttpResult.Kind kind, String _)
                && (deadline.isOver() || (kind == HttpResult.Kind.BUSY && isWellBefore(patience)));
        return Optional.of(landed).filter(same -> !isOwn || patience.isOver());
      } catch (TimeoutException e) {
        return Optional.of(notInTime());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(notInTime());
      } catch (CancellationException | ExecutionException e) {
        return Optional.empty();
      }
    }

    private boolean isWellBefore(Deadline other) {
      Duration left = deadline.remaining();
      return left.plus(WORTH_ASKING).compareTo(other.remaining()) <= 0;
    }

    private static TokenAnswer notInTime() {
      return new TokenAnswer.Failed(
          HttpResult.Kind.UNREACHABLE, "the token service gave no answer in time");
    }
  }

  /** The answer to {@code question}, by {@code work} unless somebody else is working on it. */
  TokenAnswer ask(K question, Deadline deadline, Supplier<TokenAnswer> work) {
    while (true) {
      Flight mine = new Flight(deadline, new CompletableFuture<>());
      Flight running = flights.putIfAbsent(question, mine);
      if (running == null) {
        return fly(question, mine, work);
      }
      Optional<TokenAnswer> answer = running.await(deadline);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /** Forgets the flight before it lands, so that nobody gets the answer to an earlier question. */
  private TokenAnswer fly(K question, Flight mine, Supplier<TokenAnswer> work) {
    try {
      TokenAnswer answer = work.get();
      flights.remove(question, mine);
      if (!Thread.currentThread().isInterrupted()) { // told to stop: the next one tries
        mine.answer().complete(answer);
      }
      return answer;
    } finally {
      flights.remove(question, mine);
      mine.answer().cancel(false); // work that threw: the next one tries
    }
  }
}
