/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

/**
 * What the webhook tells of its work, and of what it would decide, beside logs and metrics.
 *
 * @param events whether denials are written as events
 */
public record ObservationSettings(boolean events, ScanSettings scan, TracingSettings tracing) {
  public ObservationSettings {
    requireNonNull(scan, "scan");
    requireNonNull(tracing, "tracing");
  }
}
