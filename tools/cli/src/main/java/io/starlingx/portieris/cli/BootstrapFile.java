/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.starlingx.portieris.sysinv.bootstrap.ApplicationEntry;
import io.starlingx.portieris.sysinv.bootstrap.ApplicationsEditor;
import io.starlingx.portieris.sysinv.bootstrap.BootstrapEdit;
import io.starlingx.portieris.sysinv.bootstrap.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;

/** A bootstrap file that is edited in place: as a whole or not at all, mode and owner kept. */
final class BootstrapFile {

  private final Path name;
  private final byte[] before;
  private final BootstrapEdit edit;

  private BootstrapFile(Path name, byte[] before, BootstrapEdit edit) {
    this.name = name;
    this.before = before;
    this.edit = edit;
  }

  /**
   * Finds out what there is to edit; nothing is written.
   *
   * @throws UserError when the file cannot be edited safely
   */
  static BootstrapFile edit(Path file, ApplicationEntry entry) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      BootstrapEdit edit =
          new ApplicationsEditor(file.toString(), entry).edit(new String(bytes, UTF_8));
      if (edit instanceof BootstrapEdit.Refused(Finding why)) {
        throw new UserError("nothing was written\n" + why);
      }
      return new BootstrapFile(file, bytes, edit);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read");
    }
  }

  /**
   * Writes what there is to write.
   *
   * @return what was done, for people
   */
  String write() {
    return switch (edit) {
      case BootstrapEdit.Edited(String text, int line, boolean replaces) -> {
        replace(text.getBytes(UTF_8));
        yield name
            + ":"
            + line
            + ": applications: "
            + (replaces ? "brought the entry up to date" : "added the entry");
      }
      case BootstrapEdit.Unchanged unchanged -> name + ": the entry is there, nothing was changed";
      case BootstrapEdit.Refused refused -> throw new IllegalStateException("refused before");
    };
  }

  private void replace(byte[] after) {
    try {
      // The file behind a symbolic link is edited, not the link.
      Path file = name.toRealPath();
      Path part = Files.createTempFile(file.resolveSibling("."), "." + file.getFileName(), ".part");
      try {
        write(part, after);
        keepAttributes(file, part);
        if (!Arrays.equals(Files.readAllBytes(file), before)) {
          throw new UserError(
              name + " was changed by somebody else meanwhile; nothing was written");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UserError(name + " cannot be written: " + e.getMessage());
    }
  }

  private static void write(Path part, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static void keepAttributes(Path from, Path to) throws IOException {
    PosixFileAttributes kept = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes fresh = view.readAttributes();
    if (!kept.owner().equals(fresh.owner())) {
      view.setOwner(kept.owner());
    }
    if (!kept.group().equals(fresh.group())) {
      view.setGroup(kept.group());
    }
    view.setPermissions(kept.permissions());
  }
}
