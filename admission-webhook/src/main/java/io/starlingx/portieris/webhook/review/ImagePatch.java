/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * One {@code replace} operation of a JSON Patch (RFC 6902).
 *
 * @param pointer an existing place of the object
 */
record ImagePatch(String pointer, String image) {
  ImagePatch {
    requireNonNull(pointer, "pointer");
    requireNonNull(image, "image");
  }
}
