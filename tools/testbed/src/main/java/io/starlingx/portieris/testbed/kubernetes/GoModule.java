/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The source of a program of our own over published modules, which this module carries as
 * resources.
 *
 * @param name the resources' folder
 * @param packages how many packages it takes, about
 */
record GoModule(String name, int packages) {

  private static final List<String> FILES = List.of("go.mod", "go.sum", "main.go");

  /** Puts it into a folder. */
  void unpack(Path directory) throws IOException {
    for (String file : FILES) {
      Files.write(directory.resolve(file), bytes(file));
    }
  }

  /** Changes whenever the source does; eight hexadecimal digits. */
  String digest() throws IOException {
    CRC32 digest = new CRC32();
    for (String file : FILES) {
      digest.update(bytes(file));
    }
    return HexFormat.of().toHexDigits(digest.getValue(), 8);
  }

  private byte[] bytes(String file) throws IOException {
    String resource = name + "/" + file;
    try (InputStream in = GoModule.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + resource);
      }
      return in.readAllBytes();
    }
  }
}
