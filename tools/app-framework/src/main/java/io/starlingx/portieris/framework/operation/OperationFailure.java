/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import java.io.Serial;

/** Ends an operation; the message becomes its progress. */
final class OperationFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;

  OperationFailure(String message) {
    this(message, "");
  }

  /**
   * @param detail what the log has to say beyond the message
   */
  OperationFailure(String message, String detail) {
    super(message);
    this.detail = detail;
  }

  OperationFailure(String message, Throwable cause) {
    super(message, cause);
    this.detail = "";
  }

  String detail() {
    return detail;
  }
}
