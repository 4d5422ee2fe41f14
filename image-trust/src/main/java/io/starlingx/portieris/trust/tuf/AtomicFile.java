/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file so that a crash at any moment leaves the old content or the new.
 *
 * @param beforeStep called before each step that a crash could come before
 */
record AtomicFile(Runnable beforeStep) {

  private static final String PREFIX = ".";
  private static final String SUFFIX = ".part";

  /** Writes the file of this name in a directory that exists. */
  void write(Path directory, String name, byte[] content) throws IOException {
    beforeStep.run();
    Path temporary = Files.createTempFile(directory, PREFIX, SUFFIX);
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          beforeStep.run();
          out.write(bytes);
        }
        beforeStep.run();
        out.force(true);
      }
      beforeStep.run();
      Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(directory);
  }

  /** Makes the entries of a directory outlive a power failure. */
  void force(Path directory) throws IOException {
    beforeStep.run();
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /** Deletes what crashes have left; nobody else may be writing. */
  static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path part : left) {
        Files.deleteIfExists(part);
      }
    }
  }
}
