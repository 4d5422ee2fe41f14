/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The tarball or folder that a command is given. */
final class ApplicationFile {

  private ApplicationFile() {}

  static void check(Path application) {
    if (!Files.exists(application)) {
      throw new UserError(application + " does not exist; name a tarball or a folder");
    }
    if (!Files.isRegularFile(application) && !Files.isDirectory(application)) {
      throw new UserError(application + " is neither a regular file nor a folder");
    }
  }
}
