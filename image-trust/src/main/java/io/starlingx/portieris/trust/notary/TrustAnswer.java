/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * A verdict and how current it is.
 *
 * @param age since the server was last asked for its newest state
 * @param warnings for people; they do not change the verdict
 */
public record TrustAnswer(Verdict verdict, Duration age, List<String> warnings) {
  public TrustAnswer {
    requireNonNull(verdict, "verdict");
    requireNonNull(age, "age");
    warnings = List.copyOf(warnings);
  }

  /** As of now. */
  public static TrustAnswer current(Verdict verdict) {
    return new TrustAnswer(verdict, Duration.ZERO, List.of());
  }
}
