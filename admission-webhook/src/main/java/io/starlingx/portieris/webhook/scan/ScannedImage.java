/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;

/** One image of a pod and what would be decided about it now. */
record ScannedImage(ImageDecision decision, ScanOutcome outcome) {
  ScannedImage {
    requireNonNull(decision, "decision");
    requireNonNull(outcome, "outcome");
  }

  static ScannedImage of(ImageDecision decision) {
    return new ScannedImage(decision, ScanOutcome.of(decision));
  }
}
