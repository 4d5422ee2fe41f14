/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A temporary directory that is made when it is needed for the first time. */
final class WorkFolder implements AutoCloseable {

  private Optional<TemporaryDirectory> directory = Optional.empty();

  Path path() throws IOException {
    if (directory.isEmpty()) {
      directory = Optional.of(TemporaryDirectory.create("portieris-build-"));
    }
    return directory.get().path();
  }

  @Override
  public void close() throws IOException {
    if (directory.isPresent()) {
      directory.get().close();
    }
  }
}
