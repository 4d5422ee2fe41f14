/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.verdict.Verdict;

/** The decision about one place that names an image. Once made, nothing changes it. */
record ContainerVerdict(WorkloadImage place, ImageDecision decision) {
  ContainerVerdict {
    requireNonNull(place, "place");
    requireNonNull(decision, "decision");
  }

  boolean admits() {
    return decision.verdict() instanceof Verdict.Trusted;
  }
}
