/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log file, for an error message. */
final class LogTail {

  private static final int BYTES = 16 * 1024;
  private static final int LINES = 20;

  private LogTail() {}

  /** Returns at most 20 lines, indented; a log that cannot be read gives the reason instead. */
  static String of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - BYTES));
      byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .reduce("", (text, line) -> text + "\n  " + line);
    } catch (IOException e) {
      return "\n  (no log: " + e.getMessage() + ")";
    }
  }
}
