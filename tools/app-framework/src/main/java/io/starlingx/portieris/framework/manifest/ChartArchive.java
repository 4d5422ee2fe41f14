/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A packaged chart within an extracted tarball.
 *
 * @param path the file
 */
public record ChartArchive(Path path) {

  /** Those of an extracted tarball, by name. */
  public static List<ChartArchive> all(Path tree) throws IOException {
    Path charts = tree.resolve("charts");
    if (!Files.isDirectory(charts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(charts)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .sorted()
          .map(ChartArchive::new)
          .toList();
    }
  }

  /** Its name within a repository, which tells the chart's name and version. */
  public String name() {
    return path.getFileName().toString();
  }

  /**
   * What tells whether two archives are the same chart, as the platform compares them: SHA-256 of
   * the content of all files, one after the other; names and times do not count.
   */
  public String content() throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(path);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in));
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          tar.transferTo(out);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
