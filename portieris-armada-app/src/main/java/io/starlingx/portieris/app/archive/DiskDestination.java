/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Writes below a directory into which nobody else writes. */
final class DiskDestination implements Destination {

  private final Path root;
  private final Set<Path> made = new HashSet<>();

  DiskDestination(Path root) {
    this.root = root;
    made.add(root);
  }

  @Override
  public boolean directory(String path) throws IOException, RefusedArchiveException {
    return directory(MemberPath.below(root, path));
  }

  @Override
  public Optional<OutputStream> file(String path, long size)
      throws IOException, RefusedArchiveException {
    Path target = MemberPath.below(root, path);
    if (!directory(target.resolve("..").normalize()) || made.contains(target)) {
      return Optional.empty();
    }
    return Optional.of(Files.newOutputStream(target));
  }

  private boolean directory(Path target) throws IOException {
    for (Path p = target; !made.contains(p); p = p.resolve("..").normalize()) {
      if (Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    Files.createDirectories(target);
    for (Path p = target; made.add(p); p = p.resolve("..").normalize()) {
      // Each parent exists now, too.
    }
    return true;
  }
}
