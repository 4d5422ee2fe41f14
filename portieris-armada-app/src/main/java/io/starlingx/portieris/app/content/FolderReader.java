/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import io.starlingx.portieris.app.archive.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lists a staging folder as if it were packed; follows no link. */
final class FolderReader {

  private static final int FILE_MODE = 0644;
  private static final int DIRECTORY_MODE = 0755;

  private FolderReader() {}

  static List<Member> read(Path root, int most) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.limit(most).sorted().toList();
    }
    List<Member> members = new ArrayList<>();
    for (Path path : paths) {
      String relative = root.relativize(path).toString();
      members.add(member(relative, path));
    }
    return members;
  }

  private static Member member(String relative, Path path) throws IOException {
    Member.Kind kind;
    if (Files.isSymbolicLink(path)) {
      kind = Member.Kind.LINK;
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      kind = Member.Kind.DIRECTORY;
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      kind = Member.Kind.FILE;
    } else {
      kind = Member.Kind.DEVICE;
    }
    int mode = kind == Member.Kind.DIRECTORY ? DIRECTORY_MODE : FILE_MODE;
    long size = kind == Member.Kind.FILE ? Files.size(path) : 0;
    return new Member("./" + relative, kind, mode, size, relative, "");
  }
}
