/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import io.starlingx.portieris.framework.ApplicationFramework;
import io.starlingx.portieris.framework.cluster.Cluster;
import io.starlingx.portieris.framework.store.Application;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries accepted operations out, beside the answers: several at once, of which no two are on one
 * application. The rest wait, accepted, for their turn.
 */
final class OperationWorkers implements AutoCloseable {

  private static final int AT_ONCE = 4;
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final ApplicationFramework framework;
  private final Cluster cluster;
  private final Consumer<String> journal;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          AT_ONCE, task -> Thread.ofPlatform().name("operation").daemon().unstarted(task));

  OperationWorkers(ApplicationFramework framework, Cluster cluster, Consumer<String> journal) {
    this.framework = framework;
    this.cluster = cluster;
    this.journal = journal;
  }

  /** Begins as soon as a thread is free. */
  void start(Application application) {
    executor.execute(() -> run(application));
  }

  /** Likewise, for work that begins operations itself. */
  void start(Runnable work) {
    executor.execute(work);
  }

  private void run(Application application) {
    String prefix = application.name() + ": ";
    try {
      framework
          .run(application, cluster, progress -> journal.accept(prefix + progress))
          .ifPresent(
              result ->
                  journal.accept(
                      prefix
                          + result.application().status().text()
                          + (result.detail().isEmpty()
                              ? ""
                              : ": " + result.detail() + " (log: " + result.log() + ")")));
    } catch (RuntimeException e) {
      journal.accept(prefix + "the operation could not be stored: " + e);
    }
  }

  /**
   * Waits a little for operations under way. What goes on after that ends with the process, and the
   * next command settles it.
   */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        journal.accept("operations under way are given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
