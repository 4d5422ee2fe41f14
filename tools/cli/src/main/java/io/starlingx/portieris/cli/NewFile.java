/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Writes a file as a whole or not at all. */
final class NewFile {

  private NewFile() {}

  /** Replaces {@code file} by {@code text}; readable by everybody, as no secret is written. */
  static void write(Path file, String text) throws IOException {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Path part = Files.createTempFile(directory, "." + file.getFileName(), ".part");
    try {
      Files.writeString(part, text);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
