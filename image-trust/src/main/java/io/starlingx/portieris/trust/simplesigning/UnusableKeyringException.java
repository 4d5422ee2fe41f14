/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

/** A text that should hold public keys does not; the message says what is wrong with it. */
public final class UnusableKeyringException extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableKeyringException(String message) {
    super(message);
  }

  /** What is wrong; never absent. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
