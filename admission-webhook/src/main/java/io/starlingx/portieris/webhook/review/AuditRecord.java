/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

import static java.util.Objects.requireNonNull;

/**
 * What the cluster's audit log keeps of a decision: one JSON array with an element for each place
 * that was decided.
 *
 * @param images the array as a JSON string, which is what an audit annotation is: quoted, with all
 *     of its own quotes escaped; empty when there is none
 */
record AuditRecord(String images) {

  /** Of a request whose images were not asked about. */
  static final AuditRecord NONE = new AuditRecord("");

  AuditRecord {
    requireNonNull(images, "images");
  }
}
