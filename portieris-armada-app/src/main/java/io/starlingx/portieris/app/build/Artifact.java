/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that a build wrote.
 *
 * @param bytes its size
 * @param sha256 its SHA-256 in hex
 */
public record Artifact(Path file, long bytes, String sha256) {

  /** Describes an existing file. */
  public static Artifact of(Path file) throws IOException {
    return new Artifact(file, Files.size(file), FileDigest.SHA256.hex(file));
  }

  /** Moves the file into a directory of the same file system, in the place of one of its name. */
  public Artifact moveInto(Path directory) throws IOException {
    return moveTo(directory.resolve(file.getFileName()));
  }

  /** Moves the file to a place in the same file system, and over what lies there. */
  public Artifact moveTo(Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    return new Artifact(target, bytes, sha256);
  }
}
