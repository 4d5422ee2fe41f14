/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Answers equal questions that are asked at the same time by working on them once. The work runs on
 * a thread of its own: a caller whose time is up, the first one too, leaves without ending it for
 * the others.
 *
 * @param <K> the question, compared by value
 * @param <V> the answer
 */
public final class SingleFlight<K, V> {

  private final ConcurrentHashMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();
  private final ExecutorService executor;

  /** Flights run on {@code executor}, which is not closed here. */
  public SingleFlight(ExecutorService executor) {
    this.executor = requireNonNull(executor, "executor");
  }

  /**
   * The answer to {@code key}, or empty when {@code deadline} comes first. Whoever has no time left
   * begins nothing.
   *
   * @param work must end by itself; ignored when the same question is already being worked on
   * @throws IllegalStateException when the work failed, with its exception as cause
   * @throws RejectedExecutionException when the executor takes no more work
   */
  public Optional<V> get(K key, Deadline deadline, Supplier<V> work) {
    if (deadline.isOver()) {
      return Optional.empty();
    }
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> running = flights.putIfAbsent(key, mine);
    if (running == null) {
      running = mine;
      start(key, mine, work);
    }
    try {
      return Optional.of(running.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("work on a question failed", e.getCause());
    }
  }

  private void start(K key, CompletableFuture<V> flight, Supplier<V> work) {
    try {
      executor.execute(() -> fly(key, flight, work));
    } catch (RuntimeException | Error e) { // an Error where there is no memory for a thread
      flights.remove(key, flight);
      flight.completeExceptionally(e);
      throw e;
    }
  }

  /** Forgets the flight before it lands, so that nobody gets the answer to an earlier question. */
  private void fly(K key, CompletableFuture<V> flight, Supplier<V> work) {
    try {
      V answer = work.get();
      flights.remove(key, flight);
      flight.complete(answer);
    } catch (RuntimeException | Error e) {
      flights.remove(key, flight);
      flight.completeExceptionally(e);
    }
  }
}
