/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

/**
 * What an archive may cost its reader.
 *
 * @param bytes most bytes that all files of the archive may hold together, uncompressed
 * @param members most members, directories included
 * @param headerBytes most bytes of one member's headers, extended headers included
 */
public record ArchiveLimits(long bytes, int members, int headerBytes) {

  /** Enough for a tarball that carries a container image: 1 GiB, 20 000 members. */
  public static ArchiveLimits ofApplication() {
    return new ArchiveLimits(1L << 30, 20_000, 64 * 1024);
  }

  public ArchiveLimits {
    if (bytes < 0 || members < 0 || headerBytes < 512) {
      throw new IllegalArgumentException("limits are too small: " + bytes + " " + members);
    }
  }
}
