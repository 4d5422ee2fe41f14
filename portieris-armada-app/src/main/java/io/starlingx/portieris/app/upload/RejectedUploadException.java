/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.io.Serial;

/** Ends the checks at the first refusal; {@link UploadChecks} turns it into a value. */
final class RejectedUploadException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String text;
  private final String detail;

  RejectedUploadException(String text, String detail) {
    super(text);
    this.text = text;
    this.detail = detail;
  }

  RejectedUploadException(String text) {
    this(text, "");
  }

  UploadResult.Rejected toResult() {
    return new UploadResult.Rejected(text, detail);
  }
}
