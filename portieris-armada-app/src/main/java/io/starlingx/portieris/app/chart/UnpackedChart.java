/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import io.starlingx.portieris.app.archive.ArchiveContents;
import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chart's archive as Helm unpacks it to lint it, when there is nothing unusual about it. */
final class UnpackedChart {

  private static final int LARGEST = 16 << 20;
  private static final ArchiveLimits LIMITS = new ArchiveLimits(LARGEST, 2_000, 64 * 1024);

  /** How such a file begins: RFC 1952 §2.3.1. */
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private UnpackedChart() {}

  /**
   * Unpacks it, without {@linkplain CurrentVersions versions that are not deprecated}.
   *
   * @param folder exists and is empty
   * @return the chart's directory; nothing when only Helm can tell what the archive is
   * @throws IOException when the archive cannot be read or the disk is full
   */
  static Optional<Path> in(Path folder, Path archive) throws IOException {
    // Helm reads no other.
    if (!isGzip(archive)) {
      return Optional.empty();
    }
    ArchiveContents contents = new Archives(LIMITS).read(archive, path -> true, LARGEST);
    List<Member> members = contents.salvage().members();
    Optional<String> top = members.stream().map(UnpackedChart::top).findFirst();
    if (top.isEmpty()
        || top.get().isEmpty()
        || !contents.salvage().refusal().isEmpty()
        || !members.stream().allMatch(member -> isPlain(member, top.get()))) {
      return Optional.empty();
    }
    try {
      return write(contents.files(), top.get(), folder.normalize());
    } catch (FileSystemException | InvalidPathException e) {
      // A name that is too long here, or that this locale cannot spell.
      return Optional.empty();
    }
  }

  private static Optional<Path> write(Map<String, byte[]> files, String top, Path root)
      throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = root.resolve(file.getKey()).normalize();
      if (!target.startsWith(root)) {
        return Optional.empty();
      }
      Files.createDirectories(target.resolve("..").normalize());
      String path = file.getKey().substring(top.length() + 1);
      Files.write(target, CurrentVersions.without(path, file.getValue()));
    }
    return Optional.of(root.resolve(top));
  }

  private static boolean isGzip(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return Arrays.equals(in.readNBytes(GZIP.length), GZIP);
    }
  }

  private static String top(Member member) {
    int slash = member.name().indexOf('/');
    return slash < 0 ? "" : member.name().substring(0, slash);
  }

  /** Below the chart's directory, and so named. */
  private static boolean isPlain(Member member, String top) {
    return member.problem().isEmpty()
        && (member.isFile() || member.kind() == Member.Kind.DIRECTORY)
        && member.name().startsWith(top + "/")
        && (member.path().equals(top) || member.path().startsWith(top + "/"));
  }
}
