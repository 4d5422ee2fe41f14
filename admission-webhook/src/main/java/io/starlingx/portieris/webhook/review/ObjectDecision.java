/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import java.time.Duration;
import java.util.List;

/**
 * What became of an object whose images were evaluated.
 *
 * @param message the denial for people; empty when admitted
 * @param images one decision for each place that names an image
 */
public record ObjectDecision(
    boolean admitted, String message, List<ImageDecision> images, Duration took) {
  public ObjectDecision {
    requireNonNull(message, "message");
    requireNonNull(took, "took");
    images = List.copyOf(images);
  }
}
