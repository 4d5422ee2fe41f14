/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.system;

import io.starlingx.portieris.framework.operation.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what is going on: one changing line with the time on a terminal, plain lines elsewhere. */
final class ProgressLine implements Progress, AutoCloseable {

  private static final String ERASE = "\r\u001b[K";
  private static final Pattern OVERALL = Pattern.compile("Overall completion: (\\d{1,3})%");
  private static final int BAR = 20;

  private final PrintWriter err;
  private final String name;
  private final ScheduledExecutorService clock;
  private final int width;
  private String text = "";
  private Instant since = Instant.now();

  private ProgressLine(PrintWriter err, String name, ScheduledExecutorService clock, int width) {
    this.err = err;
    this.name = name;
    this.clock = clock;
    this.width = width;
  }

  static ProgressLine start(PrintWriter err, String name) {
    boolean isTerminal = TerminalWidth.isTerminal();
    ScheduledExecutorService clock =
        Executors.newScheduledThreadPool(
            isTerminal ? 1 : 0, task -> Thread.ofPlatform().daemon().unstarted(task));
    ProgressLine line =
        new ProgressLine(err, name, clock, TerminalWidth.of(false, Map.of()).orElseThrow());
    if (isTerminal) {
      var _ = clock.scheduleAtFixedRate(line::redraw, 1, 1, TimeUnit.SECONDS);
    } else {
      clock.shutdown();
    }
    return line;
  }

  @Override
  public synchronized void say(String now) {
    text = now;
    since = Instant.now();
    if (clock.isShutdown()) {
      err.println(name + ": " + text);
      err.flush();
    } else {
      redraw();
    }
  }

  /** A line that stays, above the one that changes. */
  @Override
  public synchronized void heldUpBy(String obstacle) {
    if (clock.isShutdown()) {
      err.println(name + ": waiting for " + obstacle);
      err.flush();
    } else {
      err.println(ERASE + name + ": waiting for " + obstacle);
      redraw();
    }
  }

  private synchronized void redraw() {
    long seconds = Duration.between(since, Instant.now()).toSeconds();
    String shown = name + ": " + bar() + text + (seconds > 0 ? " (" + seconds + " s)" : "");
    // A line that wraps cannot be erased.
    err.print(ERASE + shown.substring(0, Math.min(shown.length(), width - 1)));
    err.flush();
  }

  /** A bar as long as the operation says that it has come; empty when it does not say. */
  private String bar() {
    Matcher overall = OVERALL.matcher(text);
    if (!overall.find()) {
      return "";
    }
    int full = Math.clamp(Long.parseLong(overall.group(1)) * BAR / 100, 0, BAR);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
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
