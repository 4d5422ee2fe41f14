/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.webhook.log.EventLog;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Work that is done again and again until the webhook stops, each on a thread of its own: one that
 * waits for the API server holds up no other.
 */
final class Rounds implements AutoCloseable {

  private static final EventLog LOG = EventLog.of(Rounds.class);

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  /** Does {@code work} now, and whenever {@code time} has passed since it was done. */
  void now(Duration time, Runnable work) {
    start(Duration.ZERO, time, work);
  }

  /** Does {@code work} whenever {@code time} has passed, since now or since it was done. */
  void later(Duration time, Runnable work) {
    start(time, time, work);
  }

  private void start(Duration delay, Duration time, Runnable work) {
    threads.add(Thread.ofVirtual().name("rounds").start(() -> run(delay, time, work)));
  }

  private static void run(Duration delay, Duration time, Runnable work) {
    try {
      Thread.sleep(delay);
      while (true) {
        round(work);
        Thread.sleep(time);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the webhook is stopping
    }
  }

  private static void round(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a look failed, the next one follows", EventLog.fields(), e);
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
