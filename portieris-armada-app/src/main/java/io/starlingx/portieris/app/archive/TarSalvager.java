/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Extracts the regular files of one tar or tar.gz whose names lead below the directory, and lists
 * everything else; used once. Of members with one name the last stays, as with GNU tar.
 */
final class TarSalvager {

  private final Path directory;
  private final ArchiveLimits limits;
  private final List<Member> members = new ArrayList<>();
  private final byte[] buffer = new byte[64 * 1024];

  TarSalvager(Path directory, ArchiveLimits limits) {
    this.directory = directory;
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
    if (problem.isEmpty() && !path.isEmpty() && !place(kind, path, tar)) {
      problem = "member " + path + " is a file and a directory";
    }
    pass(entry.getName(), tar);
    members.add(new Member(entry.getName(), kind, entry.getMode() & 07777, path, problem));
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
  private boolean place(Member.Kind kind, String path, TarReader tar)
      throws IOException, RefusedArchiveException {
    Path target = MemberPath.below(directory, path);
    int slash = path.lastIndexOf('/');
    return switch (kind) {
      case DIRECTORY -> directory(target);
      case FILE ->
          directory(MemberPath.below(directory, slash < 0 ? "" : path.substring(0, slash)))
              && file(path, target, tar);
      case LINK, DEVICE -> true;
    };
  }

  private boolean directory(Path target) throws IOException {
    for (Path p = target; !p.equals(directory); p = p.resolve("..").normalize()) {
      if (Files.isRegularFile(p)) {
        return false;
      }
    }
    Files.createDirectories(target);
    return true;
  }

  private boolean file(String name, Path target, TarReader tar)
      throws IOException, RefusedArchiveException {
    if (Files.isDirectory(target)) {
      return false;
    }
    try (OutputStream out = Files.newOutputStream(target)) {
      for (int count = tar.read(name, buffer); count >= 0; count = tar.read(name, buffer)) {
        out.write(buffer, 0, count);
      }
    }
    return true;
  }

  private void pass(String name, TarReader tar) throws RefusedArchiveException {
    int count = tar.read(name, buffer);
    while (count >= 0) {
      count = tar.read(name, buffer);
    }
  }
}
