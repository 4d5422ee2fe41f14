/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Obtains Debian packages: the locked version from the user's cache, else with apt, which verifies
 * it against the distribution's signed index; and the current version when the locked one is gone.
 * Where this machine has no package lists, or none of the image's architecture, own ones are
 * fetched.
 */
final class PackageSource {

  private final PackageLock lock;
  private final Path cache;
  private final String imageArchitecture;
  private final List<String> changes = new ArrayList<>();
  private Optional<List<String>> options = Optional.empty();

  /**
   * @param cache where packages are kept, by SHA-256
   * @param imageArchitecture Debian's name of it
   */
  PackageSource(PackageLock lock, Path cache, String imageArchitecture) {
    this.lock = lock;
    this.cache = cache;
    this.imageArchitecture = imageArchitecture;
  }

  /** A package and its file. */
  record Obtained(DebianPackage identity, Path file) {}

  /** What differs from the lock file that was read, for people. */
  List<String> changes() {
    return changes;
  }

  Obtained obtain(String name) throws IOException, ImageException {
    Optional<DebianPackage> locked = lock.find(imageArchitecture, name);
    if (locked.isPresent()) {
      Path cached = cached(locked.get().sha256());
      if (Files.exists(cached)) {
        return new Obtained(locked.get(), cached);
      }
      Optional<Obtained> same = downloadLocked(locked.get());
      if (same.isPresent()) {
        return same.get();
      }
    }
    Obtained current = download(name);
    lock.put(imageArchitecture, current.identity());
    changes.add(
        locked.map(before -> name + " " + before.version()).orElse(name + " (not locked)")
            + " → "
            + current.identity().version());
    return current;
  }

  private Optional<Obtained> downloadLocked(DebianPackage locked) throws IOException {
    try {
      Obtained obtained = download(locked.name() + "=" + locked.version());
      return Optional.of(obtained).filter(o -> o.identity().equals(locked));
    } catch (ImageException e) {
      return Optional.empty();
    }
  }

  private Obtained download(String what) throws IOException, ImageException {
    Files.createDirectories(cache);
    try (TemporaryDirectory directory = TemporaryDirectory.createIn(cache, ".download-")) {
      apt(what, directory.path());
      Path file;
      try (Stream<Path> entries = Files.list(directory.path())) {
        file =
            entries
                .filter(entry -> entry.toString().endsWith(".deb"))
                .findFirst()
                .orElseThrow(() -> new ImageException("apt-get downloaded no package " + what));
      }
      String sha256 = MessageDigests.hex(Files.readAllBytes(file));
      DebianPackage identity =
          new DebianPackage(
              field(file, "Package"), field(file, "Version"), field(file, "Architecture"), sha256);
      Path kept = cached(sha256);
      Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
      return new Obtained(identity, kept);
    }
  }

  private void apt(String what, Path directory) throws IOException, ImageException {
    if (options.isEmpty()) {
      boolean isHere = imageArchitecture.equals(Architecture.current()) && hasLists(directory);
      options = Optional.of(isHere ? List.of() : ownLists(directory));
    }
    try {
      run(directory, options.get(), "download", what);
    } catch (ImageException e) {
      throw new ImageException(
          e.getMessage()
              + "\nRun 'apt-get update' and try again, or use --base-image or --no-image.",
          e);
    }
  }

  private static boolean hasLists(Path directory) throws ImageException {
    try {
      run(directory, List.of(), "--print-uris", "download", "libc6");
      return true;
    } catch (ImageException e) {
      return false;
    } catch (IOException e) {
      throw new ImageException(
          "the image's Debian packages need apt-get and dpkg-deb, which are not here: use"
              + " --base-image or --no-image",
          e);
    }
  }

  private List<String> ownLists(Path directory) throws IOException, ImageException {
    boolean isForeign = !imageArchitecture.equals(Architecture.current());
    Path apt = cache.resolve(isForeign ? "apt-" + imageArchitecture : "apt");
    Files.createDirectories(apt.resolve("lists/partial"));
    Files.createDirectories(apt.resolve("archives/partial"));
    List<String> own =
        new ArrayList<>(
            List.of("-o", "Dir::State::Lists=" + apt.resolve("lists"), "-o", "Dir::Cache=" + apt));
    if (isForeign) {
      own.addAll(
          List.of(
              "-o",
              "APT::Architecture=" + imageArchitecture,
              "-o",
              "APT::Architectures=" + imageArchitecture));
    }
    run(directory, own, "update");
    return own;
  }

  private static void run(Path directory, List<String> options, String... arguments)
      throws IOException, ImageException {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "-q", "-o", "APT::Sandbox::User=root"));
    command.addAll(options);
    command.addAll(List.of(arguments));
    Commands.run(command, directory);
  }

  private static String field(Path file, String name) throws IOException, ImageException {
    return Commands.run(List.of("dpkg-deb", "-f", file.toString(), name), Path.of("/")).strip();
  }

  private Path cached(String sha256) {
    return cache.resolve(sha256 + ".deb");
  }
}
