/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.verdict.ReasonCode;

/** Ends the checks of one signature blob; it never leaves this package. */
final class RefusedSignatureException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final ReasonCode code;

  RefusedSignatureException(Stage stage, ReasonCode code, String message) {
    super(message, null, false, false);
    this.stage = requireNonNull(stage, "stage");
    this.code = requireNonNull(code, "code");
  }

  static RefusedSignatureException malformed(String message) {
    return new RefusedSignatureException(Stage.FORM, ReasonCode.MALFORMED, message);
  }

  Stage stage() {
    return stage;
  }

  ReasonCode code() {
    return code;
  }

  /** What was wrong; never absent. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
