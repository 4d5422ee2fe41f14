/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that {@link #close} deletes with everything in it, as the end of the program
 * does (Ctrl-C for example).
 */
public final class TemporaryDirectory implements AutoCloseable {

  private static final int ATTEMPTS = 10;

  private final Path path;
  private final AtomicBoolean untilExit = new AtomicBoolean(true);
  private final Thread atExit = new Thread(this::deleteAtExit);

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  private static TemporaryDirectory of(Path path) {
    TemporaryDirectory directory = new TemporaryDirectory(path);
    Runtime.getRuntime().addShutdownHook(directory.atExit);
    return directory;
  }

  public static TemporaryDirectory create(String prefix) throws IOException {
    return of(Files.createTempDirectory(prefix));
  }

  /** As {@link #create(String)}, in an existing directory. */
  public static TemporaryDirectory createIn(Path directory, String prefix) throws IOException {
    return of(Files.createTempDirectory(directory, prefix));
  }

  public Path path() {
    return path;
  }

  /** From now on only {@link #close} deletes it, not the end of the program. */
  public void keepAtExit() {
    if (untilExit.compareAndSet(true, false)) {
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      keepAtExit();
    } catch (IllegalStateException e) {
      // The program is ending: the hook runs, and deletes beside this.
      return;
    }
    delete();
  }

  private void deleteAtExit() {
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + path, e);
    }
  }

  /** Whoever is still writing may add a file while this deletes. */
  private synchronized void delete() throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        deleteOnce();
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    deleteOnce();
  }

  private void deleteOnce() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
