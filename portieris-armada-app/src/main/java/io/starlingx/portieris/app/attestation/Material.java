/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.attestation;

import io.starlingx.portieris.app.build.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Something that a build took.
 *
 * @param uri what it is; empty when only its digest tells
 * @param sha256 in hex
 */
public record Material(String uri, String name, Optional<String> sha256) {

  /**
   * A file, or a folder by the SHA-256 of its list of files: a line {@code <sha256> <path>} for
   * each, by path. {@code cd FOLDER; find . -type f | cut -c3- | LC_ALL=C sort | xargs sha256sum |
   * sha256sum} gives the same.
   *
   * @param taken which paths below the folder count
   */
  public static Material of(String name, Path source, Predicate<Path> taken) throws IOException {
    return of(name, source, taken, FileDigest.SHA256::hex);
  }

  /** The SHA-256 of a file, in hex. */
  @FunctionalInterface
  public interface Digest {

    /** Of that file. */
    String of(Path file) throws IOException;
  }

  /**
   * Likewise.
   *
   * @param digest of a file below the folder, by its real path
   */
  public static Material of(String name, Path source, Predicate<Path> taken, Digest digest)
      throws IOException {
    // A walk does not go into a link.
    String sum =
        Files.isDirectory(source)
            ? tree(source.toRealPath(), taken, digest)
            : FileDigest.SHA256.hex(source);
    return new Material("", name, Optional.of(sum));
  }

  private static String tree(Path root, Predicate<Path> taken, Digest digest) throws IOException {
    List<String> paths;
    try (Stream<Path> walked = Files.walk(root)) {
      paths =
          walked
              .filter(Files::isRegularFile)
              .map(root::relativize)
              .filter(taken)
              .map(Path::toString)
              .sorted()
              .toList();
    }
    MessageDigest sum = newDigest();
    for (String path : paths) {
      String line = digest.of(root.resolve(path)) + "  " + path + "\n";
      sum.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
