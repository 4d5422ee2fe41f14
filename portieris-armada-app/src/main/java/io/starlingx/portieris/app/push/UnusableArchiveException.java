/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.push;

/** The archive is not what it should be; no server was asked. */
public final class UnusableArchiveException extends PushException {
  private static final long serialVersionUID = 1L;

  UnusableArchiveException(String message) {
    super(message);
  }
}
