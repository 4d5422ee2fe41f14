/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import java.time.Duration;

/**
 * The decision about one place that names an image. Once made, nothing changes it.
 *
 * @param took how long deciding about this image took; equal for equal images
 */
record ContainerVerdict(WorkloadImage place, ImageDecision decision, Duration took) {
  ContainerVerdict {
    requireNonNull(place, "place");
    requireNonNull(decision, "decision");
    requireNonNull(took, "took");
  }

  boolean admits() {
    return decision.admits();
  }
}
