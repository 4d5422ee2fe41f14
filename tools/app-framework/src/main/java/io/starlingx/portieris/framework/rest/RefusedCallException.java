/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.rest;

import java.io.IOException;
import java.io.Serial;

/** What was sent cannot be read; {@link Api} turns it into an answer. */
final class RefusedCallException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  RefusedCallException(int status, String text) {
    super(text);
    this.status = status;
    this.text = text;
  }

  Reply reply() {
    return Reply.error(status, text);
  }
}
