/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Takes out the regular files of one tar or tar.gz whose names lead below the destination, and
 * lists everything else; used once. Of members with one name the last stays, as with GNU tar.
 */
final class TarSalvager {

  private final Destination destination;
  private final ArchiveLimits limits;
  private final List<Member> members = new ArrayList<>();
  private final byte[] buffer = new byte[64 * 1024];

  TarSalvager(Destination destination, ArchiveLimits limits) {
    this.destination = destination;
    this.limits = limits;
  }

  Salvage salvage(InputStream archive) throws IOException {
    long bytes = 0;
    try (TarReader tar = new TarReader(archive, limits)) {
      try {
        for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
          salvage(entry, tar);
        }
        tar.finish(buffer);
      } finally {
        bytes = tar.bytes();
      }
      return new Salvage(members, bytes, "");
    } catch (RefusedArchiveException e) {
      return new Salvage(members, bytes, e.reason());
    }
  }

  private void salvage(TarArchiveEntry entry, TarReader tar)
      throws IOException, RefusedArchiveException {
    if (!entry.isCheckSumOK()) {
      throw new RefusedArchiveException("a member's header is damaged");
    }
    if (entry.isSparse()) {
      throw new RefusedArchiveException("member " + entry.getName() + " is a sparse file");
    }
    String path = "";
    String problem = "";
    try {
      path = MemberPath.of(entry.getName());
    } catch (RefusedArchiveException e) {
      problem = e.reason();
    }
    Member.Kind kind = kind(entry);
    tar.open(entry);
    if (problem.isEmpty() && !path.isEmpty() && !place(kind, path, entry.getSize(), tar)) {
      problem = "member " + path + " is a file and a directory";
    }
    pass(entry.getName(), tar, OutputStream.nullOutputStream());
    int mode = entry.getMode() & 07777;
    members.add(new Member(entry.getName(), kind, mode, entry.getSize(), path, problem));
  }

  private static Member.Kind kind(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      return Member.Kind.DIRECTORY;
    }
    if (TarReader.isPlainFile(entry)) {
      return Member.Kind.FILE;
    }
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_SYMLINK, TarConstants.LF_LINK -> Member.Kind.LINK;
      default -> Member.Kind.DEVICE;
    };
  }

  /** Whether the member's place was free for it. */
  private boolean place(Member.Kind kind, String path, long size, TarReader tar)
      throws IOException, RefusedArchiveException {
    return switch (kind) {
      case DIRECTORY -> destination.directory(path);
      case FILE -> file(path, size, tar);
      case LINK, DEVICE -> true;
    };
  }

  private boolean file(String path, long size, TarReader tar)
      throws IOException, RefusedArchiveException {
    Optional<OutputStream> place = destination.file(path, size);
    if (place.isEmpty()) {
      return false;
    }
    try (OutputStream out = place.get()) {
      pass(path, tar, out);
    }
    return true;
  }

  private void pass(String name, TarReader tar, OutputStream out)
      throws IOException, RefusedArchiveException {
    for (int count = tar.read(name, buffer); count >= 0; count = tar.read(name, buffer)) {
      out.write(buffer, 0, count);
    }
  }
}
