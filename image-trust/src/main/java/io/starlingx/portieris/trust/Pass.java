/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;

/**
 * What a rule lets pass.
 *
 * @param lasts how long it may be repeated; nothing is remembered when not positive
 */
record Pass(Verdict.Trusted verdict, Duration lasts) {
  Pass {
    requireNonNull(verdict, "verdict");
    requireNonNull(lasts, "lasts");
  }
}
