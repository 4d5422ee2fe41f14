/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.review;

/**
 * What the cluster's audit log keeps of a decision: one JSON array with an element for each place
 * that was decided.
 *
 * @param quotedImages the array as a JSON string, which is what an audit annotation is: quoted,
 *     with all of its own quotes escaped; empty when there is none
 */
record AuditRecord(String quotedImages) {

  /** Of a request whose images were not asked about. */
  static final AuditRecord NONE = new AuditRecord("");

  AuditRecord {
    if (!quotedImages.isEmpty()
        && !(quotedImages.startsWith("\"[") && quotedImages.endsWith("]\""))) {
      throw new IllegalArgumentException("no array as a JSON string");
    }
  }
}
