/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the stock client checks on a tarball before it asks the platform. */
public final class TarballArgument {

  private TarballArgument() {}

  /** Why that file cannot be uploaded; empty when the platform may be asked. */
  public static Optional<String> refusal(Path tarball) {
    Path file = tarball.toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      return Optional.of("Error: Tar file " + file + " does not exist");
    }
    String name = file.toString();
    if (!name.endsWith(".tgz") && !name.endsWith(".tar.gz")) {
      return Optional.of(
          "Error: File "
              + file
              + " has unrecognizable tar file extension. Supported extensions are: .tgz and"
              + " .tar.gz");
    }
    if (!Files.isReadable(file)) {
      return Optional.of("Error: Could not open file " + file + ".");
    }
    return Optional.empty();
  }
}
