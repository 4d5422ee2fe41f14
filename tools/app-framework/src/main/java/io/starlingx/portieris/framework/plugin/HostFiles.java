/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Python program that runs plugins, with stand-ins for the platform's modules that they import.
 */
final class HostFiles {

  private static final String INDEX = "host/files.txt";

  private HostFiles() {}

  /** Writes the program into the directory and returns the file to start it with. */
  static Path write(Path directory) throws IOException {
    for (String name : names()) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.resolve("..").normalize());
      Files.write(file, content("host/" + name));
    }
    return directory.resolve("main.py");
  }

  static List<String> names() throws IOException {
    return new String(content(INDEX), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] content(String resource) throws IOException {
    try (InputStream in = HostFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("this program lacks its part " + resource);
      }
      return in.readAllBytes();
    }
  }
}
