/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes what has gathered each second, and once more at the end, on a thread of its own. */
final class WriteBehind implements AutoCloseable {

  private static final EventLog LOG = EventLog.of(WriteBehind.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Longest that the end waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Runnable write;
  private final Runnable last;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins.
   *
   * @param last takes the place of {@code write} at the end
   */
  WriteBehind(Runnable write, Runnable last) {
    this.write = requireNonNull(write, "write");
    this.last = requireNonNull(last, "last");
    this.thread = Thread.ofVirtual().name("write-behind").start(this::run);
  }

  private void run() {
    try {
      while (!stopping.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        once(write);
      }
      once(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits for the end has lost patience
    }
  }

  private static void once(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("what was to be written is tried again", EventLog.fields(), e);
    }
  }

  /** Has the last writing begin. */
  void stop() {
    stopping.countDown();
  }

  /** Returns once everything is written, or would take too long. */
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(PATIENCE)) {
        LOG.warn("stopped before everything was written", EventLog.fields());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
