/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench.admission;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A table for people, a row as soon as it is known. */
final class Report {

  private static final int MAX_TEXT = 600;

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void head() {
    out.printf(
        Locale.ROOT,
        "%-34s %-9s %13s %9s %8s %8s %8s %8s %8s %6s %7s %8s %5s%n",
        "scenario",
        "asked",
        "right/all",
        "right/s",
        "p50 ms",
        "p99 ms",
        "CPU µs",
        "own µs",
        "RSS MiB",
        "files",
        "trust",
        "registry",
        "load");
    out.flush();
  }

  void row(Measurement measured) {
    Load.Outcome outcome = measured.outcome();
    out.printf(
        Locale.ROOT,
        "%-34s %-9s %13s %9.0f %8.2f %8.2f %8s %8s %8s %6s %7d %8d %5.1f%n",
        measured.scenario(),
        measured.against(),
        outcome.right() + "/" + outcome.asked(),
        outcome.perSecond(),
        outcome.millis(0.5),
        outcome.millis(0.99),
        micros(measured.cpuMicros()),
        micros(measured.ownMicros()),
        measured.after().map(usage -> String.valueOf(usage.rssKib() / 1024)).orElse("-"),
        measured.after().map(usage -> String.valueOf(usage.files())).orElse("-"),
        measured.trustRequests(),
        measured.registryRequests(),
        measured.machineLoad());
    if (!outcome.wrong().isEmpty()) {
      out.println("  an answer that is not right: " + start(outcome.wrong()));
    }
    out.flush();
  }

  private static String start(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static String micros(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f", value) : "-";
  }

  /** What an answer costs, compared with one that takes no thought. */
  void ratios(Measurement ours, Measurement yardstick) {
    note(
        String.format(
            Locale.ROOT,
            "  %.2f times the no-op's processor time for each answer, %.2f of its answers/s",
            ours.cpuMicros() / yardstick.cpuMicros(),
            ours.outcome().perSecond() / yardstick.outcome().perSecond()));
  }

  /** What it takes to decide about images unknown before, compared with a plain notary client. */
  void cold(String when, Measurement ours, Measurement reference) {
    if (!ours.outcome().isRight() || !reference.outcome().isRight()) {
      note("  %s: not all answers were right".formatted(when));
      return;
    }
    note(
        String.format(
            Locale.ROOT,
            "  %s: p50 %.2f ms, %.2f of the reference's, p99 %.2f ms, %.2f of it",
            when,
            ours.outcome().millis(0.5),
            ours.outcome().millis(0.5) / reference.outcome().millis(0.5),
            ours.outcome().millis(0.99),
            ours.outcome().millis(0.99) / reference.outcome().millis(0.99)));
  }

  /** How many pods are created in a second with the last of some, compared with each other one. */
  void pods(String when, List<Measurement> compared) {
    Measurement ours = compared.getLast();
    note(
        compared.subList(0, compared.size() - 1).stream()
            .map(
                other ->
                    String.format(
                        Locale.ROOT,
                        "%.2f of those with %s",
                        ours.outcome().perSecond() / other.outcome().perSecond(),
                        other.against()))
            .collect(joining(", ", "  " + when + ": pods/s with " + ours.against() + " are ", "")));
  }

  void note(String text) {
    out.println(text);
    out.flush();
  }
}
