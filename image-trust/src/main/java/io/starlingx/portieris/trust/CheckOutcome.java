/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;

/**
 * What one requirement's check came to.
 *
 * @param denial first line of the denial, empty text when trusted
 */
record CheckOutcome(Verdict verdict, String denial, List<String> warnings) {
  CheckOutcome {
    requireNonNull(verdict, "verdict");
    requireNonNull(denial, "denial");
    warnings = List.copyOf(warnings);
  }

  static CheckOutcome rejected(ReasonCode code, String denial, String detail) {
    return new CheckOutcome(new Verdict.Rejected(code, detail), denial, List.of());
  }

  static CheckOutcome unavailable(String denial, String detail) {
    return new CheckOutcome(new Verdict.Unavailable(detail), denial, List.of());
  }

  /** Something in this program failed. */
  static CheckOutcome internal(String image) {
    return new CheckOutcome(
        new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program"),
        new DenialText(image).internal(),
        List.of());
  }
}
