/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that says which exact packages an image is made of, per architecture of the image: the
 * same lock file and JDK give the same image.
 */
final class PackageLock {

  private static final String HEADER =
      """
      # Debian packages of the webhook's image, per architecture of the image. Written by
      # ./portieris app build. Without its line, a package is taken in the current version.
      # image package version architecture sha256
      """;

  private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) (\\S+) (\\S+) ([0-9a-f]{64})");

  private final Path file;
  private final SortedMap<String, DebianPackage> packages = new TreeMap<>();
  private boolean changed;

  private PackageLock(Path file) {
    this.file = file;
  }

  static PackageLock read(Path file) throws IOException, ImageException {
    PackageLock lock = new PackageLock(file);
    if (Files.exists(file)) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          lock.add(line, number);
        }
      }
    }
    return lock;
  }

  private void add(String line, int number) throws ImageException {
    Matcher fields = LINE.matcher(line.strip());
    if (!fields.matches()) {
      throw new ImageException(
          file + ":" + number + ": expected: image package version architecture sha256");
    }
    packages.put(
        fields.group(1) + " " + fields.group(2),
        new DebianPackage(fields.group(2), fields.group(3), fields.group(4), fields.group(5)));
  }

  Optional<DebianPackage> find(String imageArchitecture, String name) {
    return Optional.ofNullable(packages.get(imageArchitecture + " " + name));
  }

  void put(String imageArchitecture, DebianPackage found) {
    changed = true;
    packages.put(imageArchitecture + " " + found.name(), found);
  }

  /** Replaces the file if a package changed. */
  void save() throws IOException {
    if (!changed) {
      return;
    }
    StringBuilder text = new StringBuilder(HEADER);
    packages.forEach(
        (key, p) ->
            text.append(key)
                .append(' ')
                .append(p.version())
                .append(' ')
                .append(p.architecture())
                .append(' ')
                .append(p.sha256())
                .append('\n'));
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    changed = false;
  }
}
