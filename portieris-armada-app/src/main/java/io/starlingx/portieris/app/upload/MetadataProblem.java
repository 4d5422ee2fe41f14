/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

/**
 * Something in {@code metadata.yaml} for which sysinv rejects an upload.
 *
 * @param kind which rule is broken
 * @param line from 1
 * @param text sysinv's own, without its prefix; where it fails without one, ours
 */
public record MetadataProblem(Kind kind, int line, String text) {

  /** What sysinv puts before each text. */
  public static final String PREFIX = "metadata validation failed. ";

  /** The rules. */
  public enum Kind {
    DUPLICATE_KEY,
    IDENTITY,
    KUBERNETES_VERSION,
    SHAPE,
    FLAG,
    TIMING,
    FROM_VERSIONS,
    RELEASES,
    DEPENDENCY,
    CLASS
  }
}
