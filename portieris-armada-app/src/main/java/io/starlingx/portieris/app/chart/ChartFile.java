/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a file of a chart holds. */
@FunctionalInterface
public interface ChartFile {

  /** Its bytes, which nobody changes. */
  byte[] bytes() throws IOException;

  /** Where its author edits it; nothing when the bytes are others, or come from an archive. */
  default Optional<Path> source() {
    return Optional.empty();
  }

  /** Bytes in memory. */
  static ChartFile of(byte[] bytes) {
    return () -> bytes;
  }

  /** The bytes that a file on disk holds now. */
  static ChartFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return new ChartFile() {
      @Override
      public byte[] bytes() {
        return bytes;
      }

      @Override
      public Optional<Path> source() {
        return Optional.of(file);
      }
    };
  }

  /** A file on disk, read whenever it is asked for. */
  static ChartFile at(Path file) {
    return () -> Files.readAllBytes(file);
  }
}
