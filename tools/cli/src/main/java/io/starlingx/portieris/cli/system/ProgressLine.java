/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows what is going on: one changing line with the time on a terminal, plain lines elsewhere. */
final class ProgressLine implements AutoCloseable {

  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final String name;
  private final ScheduledExecutorService clock;
  private String text = "";
  private Instant since = Instant.now();

  private ProgressLine(PrintWriter err, String name, ScheduledExecutorService clock) {
    this.err = err;
    this.name = name;
    this.clock = clock;
  }

  static ProgressLine start(PrintWriter err, String name) {
    boolean isTerminal = TerminalWidth.isTerminal();
    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(
            isTerminal ? 1 : 0, task -> Thread.ofPlatform().daemon().unstarted(task));
    ProgressLine line = new ProgressLine(err, name, clock);
    if (isTerminal) {
      var _ = clock.scheduleAtFixedRate(line::redraw, 1, 1, TimeUnit.SECONDS);
    } else {
      clock.shutdown();
    }
    return line;
  }

  synchronized void say(String now) {
    text = now;
    since = Instant.now();
    if (clock.isShutdown()) {
      err.println(name + ": " + text);
      err.flush();
    } else {
      redraw();
    }
  }

  private synchronized void redraw() {
    long seconds = Duration.between(since, Instant.now()).toSeconds();
    err.print(ERASE + name + ": " + text + (seconds > 0 ? " (" + seconds + " s)" : ""));
    err.flush();
  }

  @Override
  public void close() {
    if (!clock.isShutdown()) {
      clock.shutdownNow();
      err.print(ERASE);
      err.flush();
    }
  }
}
