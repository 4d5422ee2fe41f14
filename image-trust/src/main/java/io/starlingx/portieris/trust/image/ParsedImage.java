/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.image;

import static java.util.Objects.requireNonNull;

/** What reading an image string led to. */
public sealed interface ParsedImage {

  /** The string is a reference that this program can check. */
  record Valid(ImageReference reference) implements ParsedImage {
    public Valid {
      requireNonNull(reference, "reference");
    }
  }

  /**
   * The string is not an image reference, or one of a kind that is refused.
   *
   * @param unsupported well formed, but with a digest algorithm other than SHA-256
   * @param why for people, without the string itself
   */
  record Invalid(boolean unsupported, String why) implements ParsedImage {
    public Invalid {
      requireNonNull(why, "why");
    }
  }
}
