/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of a chart holds. */
@FunctionalInterface
public interface ChartFile {

  /** Its bytes, which nobody changes. */
  byte[] bytes() throws IOException;

  /** Bytes in memory. */
  static ChartFile of(byte[] bytes) {
    return () -> bytes;
  }

  /** A file on disk, read whenever it is asked for. */
  static ChartFile at(Path file) {
    return () -> Files.readAllBytes(file);
  }
}
