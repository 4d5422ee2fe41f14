/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a build does on other processors meanwhile. */
final class Background implements AutoCloseable {

  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("build-", 0).factory());

  /** Work that was begun. */
  @FunctionalInterface
  interface Task<T> {

    /** Waits for its result. */
    T await() throws IOException;
  }

  /** Begins work that fails with nothing but an {@link IOException}. */
  <T> Task<T> begin(Callable<T> work) {
    Future<T> future = executor.submit(work);
    return () -> result(future);
  }

  private static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Waits for all that was begun, which may use files of the build. */
  @Override
  public void close() {
    executor.close();
  }
}
