/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one checksum file that sysinv verifies: {@code md5sum -c} format, over all files but {@code
 * *.md5}.
 */
final class Checksums {

  private Checksums() {}

  static void write(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(root)) {
      files =
          walked
              .filter(p -> Files.isRegularFile(p) && !p.toString().endsWith(".md5"))
              .sorted()
              .toList();
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines
          .append(FileDigest.MD5.hex(file))
          .append("  ./")
          .append(root.relativize(file))
          .append('\n');
    }
    Files.writeString(root.resolve("checksum.md5"), lines);
  }
}
