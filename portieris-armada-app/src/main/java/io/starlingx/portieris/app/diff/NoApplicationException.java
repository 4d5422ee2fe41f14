/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.diff;

import java.io.IOException;
import java.nio.file.Path;

/** Of a file nothing at all can be read as an application's archive. */
public final class NoApplicationException extends IOException {

  private static final long serialVersionUID = 1L;

  NoApplicationException(Path file, String reason) {
    super(file + " is no application archive: " + reason);
  }
}
