/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a Java runtime in a layer; what is a program follows from its name. */
final class RuntimeFiles {

  private RuntimeFiles() {}

  static boolean isProgram(String path) {
    return path.contains("/bin/") || path.endsWith("/lib/jspawnhelper");
  }

  static void write(Path directory, String prefix, TarWriter tar) throws IOException {
    tar.directory(prefix);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(directory)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      String name = prefix + entry.getFileName();
      if (Files.isSymbolicLink(entry)) {
        tar.link(name, Files.readSymbolicLink(entry).toString());
      } else if (Files.isDirectory(entry)) {
        write(entry, name + "/", tar);
      } else if (isProgram(name)) {
        tar.executable(name, entry);
      } else {
        tar.file(name, entry);
      }
    }
  }
}
