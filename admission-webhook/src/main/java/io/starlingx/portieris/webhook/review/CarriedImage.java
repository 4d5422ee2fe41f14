/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * An image by where it stands in a pod spec, whatever object the spec is part of: a pod and the
 * object that it was made from carry the same one when both name it for the same container.
 *
 * @param list {@code containers}, {@code initContainers}, {@code ephemeralContainers} or {@code
 *     volumes}
 * @param name of the container or volume; empty when it has none
 * @param image the full text, not blank
 */
public record CarriedImage(String list, String name, String image) {
  public CarriedImage {
    requireNonNull(list, "list");
    requireNonNull(name, "name");
    requireNonNull(image, "image");
  }
}
