/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a command in a root of its own, as a container engine does: in new user and mount namespaces
 * with /proc where this machine allows it, else by chroot alone.
 */
final class Chroot {

  private static final List<String> NAMESPACES =
      List.of("unshare", "--user", "--map-root-user", "--mount");

  private final List<String> prefix;
  private final Path directory;

  private Chroot(List<String> prefix, Path directory) {
    this.prefix = prefix;
    this.directory = directory;
  }

  static Chroot of(Path root, Path directory) throws IOException {
    String proc = Files.createDirectories(root.resolve("proc")).toString();
    List<String> mount = new ArrayList<>(NAMESPACES);
    mount.addAll(List.of("sh", "-c", "mount --rbind /proc \"$0\" && exec \"$@\"", proc));
    if (runs(mount, directory)) {
      mount.addAll(List.of("chroot", root.toString()));
      return new Chroot(mount, directory);
    }
    // Without /proc the dynamic linker cannot tell where the program is.
    return new Chroot(
        List.of("env", "LD_LIBRARY_PATH=/opt/portieris/runtime/lib", "chroot", root.toString()),
        directory);
  }

  String run(List<String> command, String... arguments) throws IOException, ImageException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    all.addAll(List.of(arguments));
    return Commands.run(all, directory);
  }

  private static boolean runs(List<String> prefix, Path directory) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      Commands.run(command, directory);
      return true;
    } catch (IOException | ImageException e) {
      return false;
    }
  }
}
