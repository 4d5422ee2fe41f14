/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file that was asked for and is not used yet. The request ends by its own deadline.
 *
 * @param role for messages
 */
record PendingFile<T>(String role, Future<T> answer) {

  /** Asks now, in another thread. */
  static <T> PendingFile<T> ask(ExecutorService executor, String role, Callable<T> request) {
    return new PendingFile<>(role, executor.submit(request));
  }

  /** Waits for the answer. */
  T await() throws TufException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Waits for the answer, but no longer than this. */
  Optional<T> await(Duration patience) throws TufException {
    try {
      return Optional.of(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private TufException failure(ExecutionException e) {
    if (e.getCause() instanceof TufException failure) {
      return failure;
    }
    throw new IllegalStateException("asking for " + role + " failed", e.getCause());
  }

  private TufException interrupted() {
    Thread.currentThread().interrupt();
    return TufException.unavailable("interrupted while asking for " + role, OptionalInt.empty());
  }

  /** Nobody waits for it any more. */
  void cancel() {
    answer.cancel(true);
  }
}
