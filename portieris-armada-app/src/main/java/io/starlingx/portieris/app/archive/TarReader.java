/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Reads one tar or tar.gz member by member within limits; what is unreadable is refused. */
final class TarReader implements AutoCloseable {

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final long LARGEST_PADDING = 1 << 20;

  private final ArchiveLimits limits;
  private final BudgetedInputStream raw;
  private final TarArchiveInputStream tar;
  private long bytes;
  private int members;

  TarReader(InputStream archive, ArchiveLimits limits) throws IOException, RefusedArchiveException {
    this.limits = limits;
    this.raw = uncompressed(archive);
    this.tar = new TarArchiveInputStream(raw, StandardCharsets.UTF_8.name());
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

  /**
   * The next member, whose content may be read once it is {@link #open opened}; null at the end.
   */
  @Nullable TarArchiveEntry next() throws RefusedArchiveException {
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

  static boolean isPlainFile(TarArchiveEntry entry) {
    byte type = entry.getLinkFlag();
    return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
        && !entry.isSparse()
        && !entry.getName().endsWith("/");
  }

  /** Allows the member's content to be read, if the archive stays within its limit with it. */
  void open(TarArchiveEntry entry) throws RefusedArchiveException {
    long size = entry.getSize();
    if (size > limits.bytes() - bytes) {
      throw new RefusedArchiveException("it unpacks to more than " + limits.bytes() + " bytes");
    }
    bytes += size;
    raw.budget(size);
  }

  /** Content of the opened member; -1 at its end. */
  int read(String member, byte[] buffer) throws RefusedArchiveException {
    try {
      return tar.read(buffer);
    } catch (IOException e) {
      throw new RefusedArchiveException("member " + member + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Bytes of the members opened so far. */
  long bytes() {
    return bytes;
  }

  /** Reads what follows the last member, so that a cut or damaged compressed end is noticed. */
  void finish(byte[] buffer) throws RefusedArchiveException {
    if (members == 0) {
      throw new RefusedArchiveException(
          "it holds no member: it is no tar archive, or an empty one");
    }
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

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
