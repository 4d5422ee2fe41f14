/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * One place of an object that names an image.
 *
 * @param pointer JSON Pointer (RFC 6901) from the object's root: {@code /spec/containers/0/image}
 * @param image the text there, not blank
 */
record WorkloadImage(String pointer, String image) {
  WorkloadImage {
    requireNonNull(pointer, "pointer");
    requireNonNull(image, "image");
  }
}
