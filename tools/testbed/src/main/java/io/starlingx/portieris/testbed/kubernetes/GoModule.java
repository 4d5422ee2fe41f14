/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source of the all-in-one program, which this module carries as resources. */
final class GoModule {

  private static final List<String> FILES = List.of("go.mod", "go.sum", "main.go");

  private GoModule() {}

  static void unpack(Path directory) throws IOException {
    for (String name : FILES) {
      try (InputStream in = GoModule.class.getResourceAsStream("module/" + name)) {
        if (in == null) {
          throw new FileNotFoundException("resource module/" + name);
        }
        Files.copy(in, directory.resolve(name));
      }
    }
  }
}
