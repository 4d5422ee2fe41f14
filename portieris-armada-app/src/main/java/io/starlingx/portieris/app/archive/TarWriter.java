/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes tar archives whose bytes follow from names, modes and contents alone: one time for all
 * members, owner 0, no user names, no machine, time zone or umask. Sizes and names beyond ustar are
 * written as pax headers. The caller gives the members in the order they shall have.
 *
 * @see <a href="https://reproducible-builds.org/docs/archives/">Reproducible builds: archives</a>
 */
public final class TarWriter implements AutoCloseable {

  /** The time of every member: the earliest that a zip archive can hold, too. */
  public static final Instant TIME = Instant.parse("1980-01-01T00:00:00Z");

  private static final int FILE_MODE = 0644;
  private static final int EXECUTABLE_MODE = 0755;
  private static final int BUFFER = 64 * 1024;

  /** Files that are compressed already: to try again takes time and gains nothing. */
  private static final Pattern PACKED = Pattern.compile(".*\\.t?gz");

  private final TarArchiveOutputStream tar;
  private final Optional<Compression> compression;

  /** The gzip stream behind a plain one. */
  private record Compression(GzipStream gzip, BufferedOutputStream buffer) {

    void use(boolean isWorthIt) throws IOException {
      buffer.flush();
      gzip.compress(isWorthIt);
    }
  }

  private TarWriter(OutputStream out, Optional<Compression> compression) {
    this.compression = compression;
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** Writes a plain tar; closing this closes the stream. */
  public static TarWriter plain(OutputStream out) {
    return new TarWriter(out, Optional.empty());
  }

  /**
   * Writes a tar.gz without name and time in the gzip header; closing this closes the stream. Files
   * that are compressed already are stored.
   */
  public static TarWriter gzip(OutputStream out) throws IOException {
    GzipStream gzip = new GzipStream(out, BUFFER);
    // The tar comes in records of 512 bytes.
    BufferedOutputStream buffer = new BufferedOutputStream(gzip, BUFFER);
    return new TarWriter(buffer, Optional.of(new Compression(gzip, buffer)));
  }

  /** A directory, mode 0755. */
  public void directory(String name) throws IOException {
    directory(name, EXECUTABLE_MODE);
  }

  /** A directory that everybody may write into, mode 1777. */
  public void sharedDirectory(String name) throws IOException {
    directory(name, 01777);
  }

  private void directory(String name, int mode) throws IOException {
    put(new TarArchiveEntry(name.endsWith("/") ? name : name + "/"), mode, 0);
    tar.closeArchiveEntry();
  }

  /** A regular file, mode 0644. */
  public void file(String name, byte[] content) throws IOException {
    file(name, content, FILE_MODE);
  }

  /** A regular file, mode 0755. */
  public void executable(String name, byte[] content) throws IOException {
    file(name, content, EXECUTABLE_MODE);
  }

  private void file(String name, byte[] content, int mode) throws IOException {
    put(new TarArchiveEntry(name), mode, content.length);
    content(name, () -> tar.write(content));
  }

  /** A regular file with the content of another, mode 0644. */
  public void file(String name, Path content) throws IOException {
    file(name, content, FILE_MODE);
  }

  /** A regular file with the content of another, mode 0755. */
  public void executable(String name, Path content) throws IOException {
    file(name, content, EXECUTABLE_MODE);
  }

  /** A symbolic link. */
  public void link(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, 0777, 0);
    tar.closeArchiveEntry();
  }

  /**
   * Everything below a directory, sorted by name; the members' names start with the prefix, which
   * becomes a member itself unless it is empty.
   */
  public void tree(Path directory, String prefix) throws IOException {
    if (!prefix.isEmpty()) {
      directory(prefix);
    }
    List<Path> entries;
    try (Stream<Path> listed = Files.list(directory)) {
      entries = listed.sorted().toList();
    }
    for (Path entry : entries) {
      String name = prefix + entry.getFileName();
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        tree(entry, name + "/");
      } else {
        file(name, entry);
      }
    }
  }

  private void file(String name, Path content, int mode) throws IOException {
    put(new TarArchiveEntry(name), mode, Files.size(content));
    content(name, () -> Files.copy(content, tar));
  }

  /** Writes what a member holds. */
  @FunctionalInterface
  private interface Content {
    void write() throws IOException;
  }

  private void content(String name, Content content) throws IOException {
    boolean isStored = compression.isPresent() && PACKED.matcher(name).matches();
    if (isStored) {
      compression.get().use(false);
    }
    content.write();
    tar.closeArchiveEntry();
    if (isStored) {
      compression.get().use(true);
    }
  }

  private void put(TarArchiveEntry entry, int mode, long size) throws IOException {
    entry.setMode(mode);
    entry.setSize(size);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setModTime(Date.from(TIME));
    tar.putArchiveEntry(entry);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
