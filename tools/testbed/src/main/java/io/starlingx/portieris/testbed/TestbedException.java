/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.io.Serial;

/**
 * Something that the test bed needs is missing or does not work on this machine. The message is for
 * the person in front of it: what failed, and what can be done.
 */
public class TestbedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final String message;

  public TestbedException(String message) {
    super(message);
    this.message = message.strip();
  }

  public TestbedException(String message, Throwable cause) {
    super(message, cause);
    this.message = message.strip();
  }

  @Override
  public String getMessage() {
    return message;
  }
}
