/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

/** An image could not be pushed; the message says why and what to do. Nothing was tagged. */
public class PushException extends Exception {
  private static final long serialVersionUID = 1L;

  PushException(String message) {
    super(message);
  }

  PushException(String message, Throwable cause) {
    super(message, cause);
  }
}
