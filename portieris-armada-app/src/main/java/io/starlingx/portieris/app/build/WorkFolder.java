/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a build keeps what it makes on the way: in memory what it packs, unless that is large, on
 * disk what others read. A temporary directory is made when it is needed and gone with the build.
 * For use by several threads.
 */
final class WorkFolder implements AutoCloseable {

  private Optional<FileSystem> memory = Optional.empty();
  private Optional<TemporaryDirectory> directory = Optional.empty();

  /** From now on, what is packed is kept in memory; it must be known to fit there. */
  synchronized void stageInMemory() {
    memory = Optional.of(Jimfs.newFileSystem(Configuration.unix()));
  }

  /** A directory for what is packed. */
  synchronized Path staging() throws IOException {
    return memory.isPresent() ? memory.get().getPath("/") : onDisk("staging");
  }

  /**
   * A directory of that name on disk.
   *
   * @throws IllegalArgumentException when the name leads out of the folder
   */
  synchronized Path onDisk(String name) throws IOException {
    if (directory.isEmpty()) {
      directory = Optional.of(TemporaryDirectory.create("portieris-build-"));
    }
    Path folder = directory.get().path();
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder) || path.equals(folder)) {
      throw new IllegalArgumentException(name + " leads out of the build's folder");
    }
    return Files.createDirectories(path);
  }

  @Override
  public void close() throws IOException {
    try {
      if (memory.isPresent()) {
        memory.get().close();
      }
    } finally {
      if (directory.isPresent()) {
        directory.get().close();
      }
    }
  }
}
