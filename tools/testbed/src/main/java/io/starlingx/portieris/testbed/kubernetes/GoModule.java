/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
      String resource = name + "/" + file;
      try (InputStream in = GoModule.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new FileNotFoundException("resource " + resource);
        }
        Files.copy(in, directory.resolve(file));
      }
    }
  }
}
