/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells the demo's story: numbered steps, what each one shows, and at the end how long they took.
 */
final class Narrator {

  private static final String INDENT = "    ";
  private static final int LABEL = 18;
  private static final int WIDTH = 110;

  private record Step(String title, double seconds) {}

  private final PrintWriter out;
  private final boolean coloured;
  private final LongSupplier nanos;
  private final List<Step> steps = new ArrayList<>();
  private final long began;
  private String title = "";
  private long stepBegan;

  /**
   * A narrator.
   *
   * @param coloured whether a terminal reads
   * @param nanos monotonic time
   */
  Narrator(PrintWriter out, boolean coloured, LongSupplier nanos) {
    this.out = out;
    this.coloured = coloured;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.stepBegan = began;
  }

  /** Ends the running step and begins another. */
  void step(String next) {
    endStep();
    title = next;
    heading((steps.size() + 1) + ". " + next);
  }

  /** A name and its value, aligned with others. */
  void fact(String label, String value) {
    out.printf("%s%-" + LABEL + "s %s%n", INDENT, label, value);
    out.flush();
  }

  /** What somebody would type here. */
  void command(String line) {
    out.println(INDENT + painted("36", "$ " + line));
    out.flush();
  }

  /** Text of any number of lines. */
  void text(String lines) {
    lines.lines().forEach(line -> out.println(line.isEmpty() ? line : INDENT + line));
    out.flush();
  }

  /** What a program printed; lines too long for a page are cut. */
  void output(String lines) {
    lines.lines().map(Narrator::cut).forEach(this::text);
  }

  /** What a file holds; long values are cut. */
  void file(Path file) throws IOException {
    fact("file", String.valueOf(file.getFileName()));
    for (String line : Files.readAllLines(file)) {
      output("  " + line);
    }
  }

  private static String cut(String line) {
    return line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line;
  }

  /** A line that belongs to no step. */
  void heading(String text) {
    out.printf("%n%s%n", painted("1", text));
    out.flush();
  }

  /** The point of a step: what was expected came true. */
  void verdict(String text) {
    out.println(INDENT + painted("32", text));
    out.flush();
  }

  /** Ends the last step and tells the seconds of each. */
  void end() {
    endStep();
    title = "";
    heading("Seconds");
    for (Step step : steps) {
      out.printf(Locale.ROOT, "%s%6.1f  %s%n", INDENT, step.seconds(), step.title());
    }
    out.printf(Locale.ROOT, "%s%6.1f  all of it%n", INDENT, seconds(began));
    out.flush();
  }

  private void endStep() {
    if (!title.isEmpty()) {
      steps.add(new Step(title, seconds(stepBegan)));
    }
    stepBegan = nanos.getAsLong();
  }

  private double seconds(long since) {
    return (nanos.getAsLong() - since) / 1e9;
  }

  private String painted(String code, String text) {
    return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
