/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the work of one build on all processors. */
final class Parallel {

  /** A check that fails or does nothing. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException, ImageException;
  }

  /** The results of all tasks, in their order, once the check has passed, too. */
  <T> List<T> all(List<Callable<T>> tasks, Check check) throws IOException, ImageException {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(executor.submit(task));
      }
      Future<Boolean> checked =
          executor.submit(
              () -> {
                check.run();
                return true;
              });
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(result(one));
      }
      result(checked);
      return results;
    }
  }

  private static <T> T result(Future<T> future) throws IOException, ImageException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case ImageException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }
}
