/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a member of an archive belongs below the directory it is extracted into. As GNU tar does, a
 * leading {@code /} is dropped and a {@code ..} is refused.
 */
final class MemberPath {

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 1024;

  private MemberPath() {}

  /** The normal form: names joined by {@code /}; empty for the directory itself. */
  static String of(String member) throws RefusedArchiveException {
    if (member.length() > LONGEST_PATH) {
      throw new RefusedArchiveException("a member's name is longer than " + LONGEST_PATH);
    }
    // What reads the archive puts '?' in the place of bytes that are no UTF-8.
    if (member.indexOf('?') >= 0 || member.indexOf(0xfffd) >= 0) {
      throw new RefusedArchiveException("a member's name is not UTF-8 text, or holds '?'");
    }
    if (member.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
      throw new RefusedArchiveException("a member's name holds control characters or backslashes");
    }
    List<String> names = new ArrayList<>();
    for (String name : member.split("/", -1)) {
      if (name.equals("..")) {
        throw new RefusedArchiveException("member " + member + " leads out of the directory");
      }
      if (name.length() > LONGEST_NAME) {
        throw new RefusedArchiveException("a member's name is longer than " + LONGEST_NAME);
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return String.join("/", names);
  }

  static Path below(Path directory, String normal) throws RefusedArchiveException {
    try {
      return directory.resolve(normal);
    } catch (InvalidPathException e) {
      throw new RefusedArchiveException("this system cannot store the name " + normal, e);
    }
  }
}
