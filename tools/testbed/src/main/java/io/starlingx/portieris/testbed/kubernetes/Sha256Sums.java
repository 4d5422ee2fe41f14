/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * A folder's {@code SHA256SUMS}, in the format of sha256sum: what the folder held when it was made.
 */
final class Sha256Sums {

  private static final String FILE = "SHA256SUMS";

  private Sha256Sums() {}

  /** Records every regular file of a folder; links are not followed. */
  static void record(Path directory) throws IOException {
    TreeMap<String, String> sums = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          sums.put(file.getFileName().toString(), of(file, "SHA-256"));
        }
      }
    }
    List<String> lines =
        sums.entrySet().stream().map(entry -> entry.getValue() + "  " + entry.getKey()).toList();
    Files.write(directory.resolve(FILE), lines);
  }

  /** Whether the folder has a record and every file of it is as recorded. */
  static boolean match(Path directory) throws IOException {
    Path record = directory.resolve(FILE);
    if (!Files.isRegularFile(record)) {
      return false;
    }
    for (String line : Files.readAllLines(record)) {
      String[] parts = line.split(" {2}", 2);
      Path file = directory.resolve(parts[parts.length - 1]);
      if (!Files.isRegularFile(file) || !of(file, "SHA-256").equals(parts[0])) {
        return false;
      }
    }
    return true;
  }

  /** The digest of a file in lower-case hexadecimal. */
  static String of(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[1 << 20];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
