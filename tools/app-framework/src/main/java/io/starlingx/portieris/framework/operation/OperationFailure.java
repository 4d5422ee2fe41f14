/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.operation;

import io.starlingx.portieris.framework.plugin.PluginFailure;
import java.io.Serial;

/** Ends an operation; the message becomes its progress. */
final class OperationFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String detail;
  private final boolean isForAnotherTry;

  OperationFailure(String message) {
    this(message, "");
  }

  /**
   * @param detail what the log has to say beyond the message
   */
  OperationFailure(String message, String detail) {
    super(message);
    this.detail = detail;
    this.isForAnotherTry = false;
  }

  OperationFailure(String message, Throwable cause) {
    this(message, cause, false);
  }

  private OperationFailure(String message, Throwable cause, boolean isForAnotherTry) {
    super(message, cause);
    this.detail = "";
    this.isForAnotherTry = isForAnotherTry;
  }

  static OperationFailure of(PluginFailure e) {
    return new OperationFailure(
        String.valueOf(e.getMessage()), e, e.kind() == PluginFailure.Kind.AGAIN);
  }

  /** Whether a plugin has asked for the same once more. */
  boolean isForAnotherTry() {
    return isForAnotherTry;
  }

  String detail() {
    return detail;
  }
}
