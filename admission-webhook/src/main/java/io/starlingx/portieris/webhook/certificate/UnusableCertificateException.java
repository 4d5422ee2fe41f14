/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

/** A certificate or key cannot be used; the message says why and where it is. */
public final class UnusableCertificateException extends Exception {
  public UnusableCertificateException(String message) {
    super(message);
  }
}
