/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Extracts one tar or tar.gz; used once. Unreadable input and unwritable output are kept apart. */
final class TarExtractor {

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final long LARGEST_PADDING = 1 << 20;

  private final Path directory;
  private final ArchiveLimits limits;
  private final List<String> files = new ArrayList<>();
  private final byte[] buffer = new byte[64 * 1024];
  private long bytes;
  private int members;

  TarExtractor(Path directory, ArchiveLimits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  Extraction.Extracted extract(InputStream archive) throws IOException, RefusedArchiveException {
    try (BudgetedInputStream raw = uncompressed(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(raw, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = next(raw, tar); entry != null; entry = next(raw, tar)) {
        extract(entry, raw, tar);
      }
      if (members == 0) {
        throw new RefusedArchiveException("it holds no member");
      }
      drain(raw);
    }
    return new Extraction.Extracted(files, bytes);
  }

  private static BudgetedInputStream uncompressed(InputStream archive)
      throws RefusedArchiveException {
    try {
      BufferedInputStream start = new BufferedInputStream(archive, 64 * 1024);
      start.mark(2);
      int magic = (start.read() << 8) | start.read();
      start.reset();
      return new BudgetedInputStream(
          magic == GZIP_MAGIC ? new GZIPInputStream(start, 64 * 1024) : start);
    } catch (IOException e) {
      throw new RefusedArchiveException("it is not a tar archive: " + e.getMessage(), e);
    }
  }

  private @Nullable TarArchiveEntry next(BudgetedInputStream raw, TarArchiveInputStream tar)
      throws RefusedArchiveException {
    raw.budget(limits.headerBytes());
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedArchiveException("it is damaged: " + e.getMessage(), e);
    }
    if (entry != null && ++members > limits.members()) {
      throw new RefusedArchiveException("it holds more than " + limits.members() + " members");
    }
    return entry;
  }

  private void extract(TarArchiveEntry entry, BudgetedInputStream raw, TarArchiveInputStream tar)
      throws IOException, RefusedArchiveException {
    String name = MemberPath.of(entry.getName());
    if (!entry.isCheckSumOK()) {
      throw new RefusedArchiveException("the header of member " + name + " is damaged");
    }
    if (entry.isDirectory()) {
      directory(name);
    } else if (isPlainFile(entry) && !name.isEmpty()) {
      file(name, entry, raw, tar);
    } else {
      throw new RefusedArchiveException(
          "member " + name + " is neither a regular file nor a directory");
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    byte type = entry.getLinkFlag();
    return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
        && !entry.isSparse()
        && !entry.getName().endsWith("/");
  }

  private void directory(String name) throws IOException, RefusedArchiveException {
    Path path = MemberPath.below(directory, name);
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedArchiveException("member " + name + " is a file and a directory", e);
    }
  }

  private void file(
      String name, TarArchiveEntry entry, BudgetedInputStream raw, TarArchiveInputStream tar)
      throws IOException, RefusedArchiveException {
    long size = entry.getSize();
    if (size > limits.bytes() - bytes) {
      throw new RefusedArchiveException("it unpacks to more than " + limits.bytes() + " bytes");
    }
    Path path = MemberPath.below(directory, name);
    int slash = name.lastIndexOf('/');
    directory(slash < 0 ? "" : name.substring(0, slash));
    raw.budget(size);
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      for (int count = read(name, tar); count >= 0; count = read(name, tar)) {
        out.write(buffer, 0, count);
      }
    } catch (FileAlreadyExistsException e) {
      throw new RefusedArchiveException("member " + name + " occurs twice", e);
    }
    bytes += size;
    files.add(name);
  }

  private int read(String name, TarArchiveInputStream tar) throws RefusedArchiveException {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw new RefusedArchiveException("member " + name + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Reads what follows the last member, so that a cut or damaged compressed end is noticed. */
  private void drain(BudgetedInputStream raw) throws RefusedArchiveException {
    raw.budget(LARGEST_PADDING);
    try {
      int count = raw.read(buffer);
      while (count >= 0) {
        count = raw.read(buffer);
      }
    } catch (IOException e) {
      throw new RefusedArchiveException("its end is damaged: " + e.getMessage(), e);
    }
  }
}
