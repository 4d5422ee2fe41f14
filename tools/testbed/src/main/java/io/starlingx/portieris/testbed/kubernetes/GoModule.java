/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
      Files.write(directory.resolve(file), bytes(file));
    }
  }

  /** Of the whole source; twelve hexadecimal digits. */
  String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        byte[] bytes = bytes(file);
        digest.update((file + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
