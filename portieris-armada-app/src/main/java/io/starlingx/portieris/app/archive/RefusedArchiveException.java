/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.Serial;

/** Stops an extraction; {@link Archives} turns it into {@link Extraction.Refused}. */
final class RefusedArchiveException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedArchiveException(String reason) {
    super(reason);
    this.reason = reason;
  }

  RefusedArchiveException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
