/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;

/** Ends a verification with a verdict; it never leaves this package. */
final class EndedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  EndedException(Verdict verdict) {
    super(verdict.toString(), null, false, false);
    this.verdict = requireNonNull(verdict, "verdict");
  }

  static EndedException rejected(ReasonCode code, String message) {
    return new EndedException(new Verdict.Rejected(code, message));
  }

  Verdict verdict() {
    return verdict;
  }
}
