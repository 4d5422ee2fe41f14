/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * What one requirement's check came to.
 *
 * @param denial first line of the denial, empty text when trusted
 * @param lasts how long a pass may be repeated without another look at what it relies upon; zero
 *     for a refusal, and for what serves for want of anything newer
 */
record CheckOutcome(Verdict verdict, String denial, List<String> warnings, Duration lasts) {

  /** How long a Secret's change may go unnoticed. */
  static final Duration SECRETS_LAST = Duration.ofSeconds(10);

  CheckOutcome {
    requireNonNull(verdict, "verdict");
    requireNonNull(denial, "denial");
    requireNonNull(lasts, "lasts");
    warnings = List.copyOf(warnings);
  }

  /** The greater of two ages. */
  static Duration older(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** The lesser of two times. */
  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
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
