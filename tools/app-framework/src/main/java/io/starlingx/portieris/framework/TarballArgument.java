/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the stock client checks on a tarball before it asks the platform. */
public final class TarballArgument {

  /** A path has one slash where the URL had two. */
  private static final Pattern URL = Pattern.compile("(?i)(https?|ftp):/+(.*)");

  private TarballArgument() {}

  /** Why that file cannot be uploaded; empty when the platform may be asked. */
  public static Optional<String> refusal(Path tarball) {
    Path file = tarball.toAbsolutePath();
    Matcher url = URL.matcher(tarball.toString());
    if (url.matches()) {
      return Optional.of(
          "Error: %s://%s is not fetched: fetch it yourself, and name the file"
              .formatted(url.group(1), url.group(2)));
    }
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
