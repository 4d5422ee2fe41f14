/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

/** The API server could not be asked, or said no; the message says what it said. */
public final class StoreUnreachableException extends Exception {
  public StoreUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
