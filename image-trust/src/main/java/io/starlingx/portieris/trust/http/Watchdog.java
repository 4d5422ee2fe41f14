/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends exchanges that outlive their deadline by closing the socket under them: a peer that sends
 * one byte at a time never lets a read time out.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("http-deadline").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Starts to watch over one exchange. */
  Guard guard(Deadline deadline) {
    Guard guard = new Guard();
    guard.alarm =
        timer.schedule(guard::expire, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    return guard;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** The watch over one exchange, which may use several sockets one after the other. */
  static final class Guard implements AutoCloseable {
    private Future<?> alarm = CompletableFuture.completedFuture(null);
    private Closeable watched = () -> {};
    private boolean expired;

    /** From now on this is closed when time is up; at once if it already is. */
    synchronized void watch(Closeable socket) throws IOException {
      watched = socket;
      if (expired) {
        socket.close();
      }
    }

    synchronized boolean isExpired() {
      return expired;
    }

    private synchronized void expire() {
      expired = true;
      try {
        watched.close();
      } catch (IOException e) {
        // the exchange ends either way
      }
    }

    /** Ends the watch: the socket stays as it is. */
    @Override
    public synchronized void close() {
      alarm.cancel(false);
      watched = () -> {};
    }
  }
}
