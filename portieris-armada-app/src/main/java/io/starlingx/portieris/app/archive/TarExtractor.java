/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Extracts one tar or tar.gz; used once. Unreadable input and unwritable output are kept apart. */
final class TarExtractor {

  private final Path directory;
  private final ArchiveLimits limits;
  private final List<String> files = new ArrayList<>();
  private final byte[] buffer = new byte[64 * 1024];

  TarExtractor(Path directory, ArchiveLimits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  Extraction.Extracted extract(InputStream archive) throws IOException, RefusedArchiveException {
    try (TarReader tar = new TarReader(archive, limits)) {
      for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        extract(entry, tar);
      }
      tar.finish(buffer);
      return new Extraction.Extracted(files, tar.bytes());
    }
  }

  private void extract(TarArchiveEntry entry, TarReader tar)
      throws IOException, RefusedArchiveException {
    String name = MemberPath.of(entry.getName());
    if (!entry.isCheckSumOK()) {
      throw new RefusedArchiveException("the header of member " + name + " is damaged");
    }
    if (entry.isDirectory()) {
      directory(name);
    } else if (TarReader.isPlainFile(entry) && !name.isEmpty()) {
      file(name, entry, tar);
    } else {
      throw new RefusedArchiveException(
          "member " + name + " is neither a regular file nor a directory");
    }
  }

  private void directory(String name) throws IOException, RefusedArchiveException {
    Path path = MemberPath.below(directory, name);
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedArchiveException("member " + name + " is a file and a directory", e);
    }
  }

  private void file(String name, TarArchiveEntry entry, TarReader tar)
      throws IOException, RefusedArchiveException {
    tar.open(entry);
    Path path = MemberPath.below(directory, name);
    int slash = name.lastIndexOf('/');
    directory(slash < 0 ? "" : name.substring(0, slash));
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      for (int count = tar.read(name, buffer); count >= 0; count = tar.read(name, buffer)) {
        out.write(buffer, 0, count);
      }
    } catch (FileAlreadyExistsException e) {
      throw new RefusedArchiveException("member " + name + " occurs twice", e);
    }
    files.add(name);
  }
}
