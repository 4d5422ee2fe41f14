/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What one requirement's check came to.
 *
 * @param denial first line of the denial, empty text when trusted
 * @param age of the oldest that it relies upon
 */
record CheckOutcome(Verdict verdict, String denial, List<String> warnings, Duration age) {

  /** Of what serves for want of anything newer: no pass that rests on it is remembered. */
  static final Duration STALE = ChronoUnit.FOREVER.getDuration();

  CheckOutcome {
    requireNonNull(verdict, "verdict");
    requireNonNull(denial, "denial");
    requireNonNull(age, "age");
    warnings = List.copyOf(warnings);
  }

  /** An age after {@code time} has passed. */
  static Duration later(Duration age, Duration time) {
    return age.equals(STALE) ? STALE : age.plus(time);
  }

  /** The greater of two ages. */
  static Duration older(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  static CheckOutcome rejected(ReasonCode code, String denial, String detail) {
    return new CheckOutcome(new Verdict.Rejected(code, detail), denial, List.of(), Duration.ZERO);
  }

  static CheckOutcome unavailable(String denial, String detail) {
    return new CheckOutcome(new Verdict.Unavailable(detail), denial, List.of(), Duration.ZERO);
  }

  /** Something in this program failed. */
  static CheckOutcome internal(String image) {
    return new CheckOutcome(
        new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program"),
        new DenialText(image).internal(),
        List.of(),
        Duration.ZERO);
  }
}
