/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that speaks OTLP/HTTP, with its path; empty for no traces
 * @param percent of the reviews are traced, beside those that their sender traces
 */
public record TracingSettings(Optional<URI> endpoint, int percent) {
  public TracingSettings {
    requireNonNull(endpoint, "endpoint");
  }
}
