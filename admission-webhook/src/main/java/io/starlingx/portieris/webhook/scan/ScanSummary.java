/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a scan found.
 *
 * @param images places in pods that name an image, by what is reported about them
 * @param failedReports that could not be written
 * @param isComplete whether every pod was looked at
 */
public record ScanSummary(
    int pods,
    Map<ScanOutcome, Integer> images,
    int failedReports,
    boolean isComplete,
    Instant start,
    Duration took) {
  public ScanSummary {
    images = Map.copyOf(images);
    requireNonNull(start, "start");
    requireNonNull(took, "took");
  }
}
