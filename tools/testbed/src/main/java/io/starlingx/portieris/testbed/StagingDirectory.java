/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.testbed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is filled beside its final place and moved there in one step, so that whoever finds
 * it there finds it whole. Closing it deletes what was not moved.
 */
public final class StagingDirectory implements AutoCloseable {

  private static final String PREFIX = ".part-";

  private final Path path;
  private final Path target;

  private StagingDirectory(Path path, Path target) {
    this.path = path;
    this.target = target;
  }

  /**
   * Makes one for a target. The caller holds the lock of the target's folder, so what is found
   * there half made belongs to a process that was killed, and is deleted.
   */
  public static StagingDirectory beside(Path target) throws IOException {
    Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
    try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path each : abandoned) {
        delete(each);
      }
    }
    return new StagingDirectory(Files.createTempDirectory(parent, PREFIX), target);
  }

  public Path path() {
    return path;
  }

  /** Moves the content to the target, in place of what may be there. */
  public Path publish() throws IOException {
    delete(target);
    return Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
