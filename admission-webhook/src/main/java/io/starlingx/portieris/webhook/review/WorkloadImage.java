/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * One place of an object that names an image.
 *
 * @param carried what an owner must carry for this image to be its own
 * @param pointer JSON Pointer (RFC 6901) from the object's root: {@code /spec/containers/0/image}
 */
record WorkloadImage(CarriedImage carried, String pointer) {
  WorkloadImage {
    requireNonNull(carried, "carried");
    requireNonNull(pointer, "pointer");
  }

  /** The text there, not blank. */
  String image() {
    return carried.image();
  }
}
