/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers contents from program to program, each under a key that tells all it follows from. An
 * entry begins with the SHA-256 of its key and its content, so that one that is damaged or lies
 * under another's name is not taken. For use by several threads and programs.
 */
public final class CacheFolder {

  private static final int SUM = 64;

  /** Whatever the umask, which may let the group write. */
  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final int most;
  private final int largest;

  /**
   * @param directory of this user's own; created when needed
   * @param most entries that are kept
   * @param largest most bytes of one
   */
  public CacheFolder(Path directory, int most, int largest) {
    this.directory = directory;
    this.most = most;
    this.largest = largest;
  }

  /**
   * What is remembered under a key.
   *
   * @param key in hex
   */
  public Optional<byte[]> find(String key) {
    try {
      Path file = directory.resolve(key);
      if (!isOwn(directory) || Files.size(file) > SUM + largest) {
        return Optional.empty();
      }
      byte[] entry = Files.readAllBytes(file);
      return entry.length >= SUM
              && sum(key, entry).equals(new String(entry, 0, SUM, StandardCharsets.US_ASCII))
          ? Optional.of(Arrays.copyOfRange(entry, SUM, entry.length))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      // Not there, or not to be read: it is made anew.
      return Optional.empty();
    }
  }

  /** Forgets the oldest, when there are many, so that one more can be remembered. */
  public void makeRoom() {
    try {
      if (Files.exists(directory) && isOwn(directory)) {
        forgetOldest();
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Remembering will tell.
    }
  }

  /** A folder that cannot be written, and content that is too large, only cost time. */
  public void remember(String key, byte[] content) {
    if (content.length > largest) {
      return;
    }
    try {
      Files.createDirectories(directory, OWN);
      if (!isOwn(directory)) {
        return;
      }
      forgetOldest();
      Path aside = Files.createTempFile(directory, ".", ".new");
      try {
        Files.write(aside, entry(key, content));
        Files.move(aside, directory.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The next time it is made anew.
    }
  }

  private static byte[] entry(String key, byte[] content) {
    byte[] entry = new byte[SUM + content.length];
    System.arraycopy(content, 0, entry, SUM, content.length);
    byte[] sum = sum(key, entry).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sum, 0, entry, 0, SUM);
    return entry;
  }

  private static String sum(String key, byte[] entry) {
    return new Sha256().add(key).add(entry, SUM, entry.length - SUM).hex();
  }

  /** Whoever else can write there could put other content in the place of ours. */
  private static boolean isOwn(Path directory) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
    return !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
        && attributes.owner().getName().equals(System.getProperty("user.name"));
  }

  private void forgetOldest() throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(directory)) {
      all = new ArrayList<>(entries.toList());
    }
    if (all.size() < most) {
      return;
    }
    Map<Path, Long> ages = new HashMap<>();
    all.forEach(file -> ages.put(file, file.toFile().lastModified()));
    all.sort(Comparator.comparingLong(file -> ages.getOrDefault(file, 0L)));
    for (Path oldest : all.subList(0, Math.max(0, all.size() - most + 1))) {
      Files.deleteIfExists(oldest);
    }
  }
}
