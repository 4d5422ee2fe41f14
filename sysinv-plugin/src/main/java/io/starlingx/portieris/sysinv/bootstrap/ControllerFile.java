/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that bootstrap will look for. Whether it is there can be told only where its directory is,
 * which makes this the controller or a machine laid out like it.
 */
record ControllerFile(Path path) {

  /** The file, empty when its directory is not on this machine. */
  static Optional<ControllerFile> of(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && path.getParent() != null && Files.isDirectory(path.getParent())
          ? Optional.of(new ControllerFile(path))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  boolean isMissing() {
    return Files.notExists(path);
  }

  boolean isDirectory() {
    return Files.isDirectory(path);
  }
}
