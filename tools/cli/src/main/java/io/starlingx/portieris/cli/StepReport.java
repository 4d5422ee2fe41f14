/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.build.BuildProgress;
import io.starlingx.portieris.testbed.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the steps of a long command: plain lines, or on a terminal one line per step that gets its
 * seconds when the step ends.
 */
final class StepReport implements BuildProgress, Progress, AutoCloseable {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final InstantSource clock;
  private @Nullable String current;
  private Instant start;

  StepReport(PrintWriter out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Reports there, in the way of a terminal if this program runs on one. */
  static StepReport to(PrintWriter out) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new StepReport(out, terminal, InstantSource.system());
  }

  @Override
  public void step(String text) {
    end();
    current = text;
    start = clock.instant();
    if (terminal) {
      out.print("       … " + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Tells something beside the steps; ends the running one. */
  void note(String text) {
    end();
    out.println("note: " + text);
    out.flush();
  }

  @Override
  public void update(String text) {
    if (terminal) {
      out.print(CLEAR_LINE + "       … " + current + ": " + text);
    } else {
      out.println("  " + text);
    }
    out.flush();
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the running step. */
  void end() {
    if (terminal && current != null) {
      double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
      out.printf(Locale.ROOT, "%s%6.1f s %s%n", CLEAR_LINE, seconds, current);
      out.flush();
    }
    current = null;
  }
}
