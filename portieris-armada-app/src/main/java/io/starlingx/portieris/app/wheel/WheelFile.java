/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.wheel;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes a wheel: a zip with a RECORD of its members. They are stored, not compressed, so that the
 * bytes do not depend on a compressor, and the tarball around it compresses better.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 *     #the-record-file">Python packaging: the RECORD file</a>
 */
final class WheelFile {

  private static final int REGULAR_FILE_0644 = 0100644;

  private WheelFile() {}

  /** The RECORD comes last, as the wheel format recommends. */
  static void write(Path file, SortedMap<String, byte[]> members, String record)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(content)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        put(zip, member.getKey(), member.getValue());
        lines.append(line(member.getKey(), member.getValue()));
      }
      lines.append(record).append(",,\n");
      put(zip, record, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file, content.toByteArray());
  }

  private static String line(String name, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
      return name + ",sha256=" + text + "," + content.length + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void put(ZipArchiveOutputStream zip, String name, byte[] content)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setUnixMode(REGULAR_FILE_0644);
    entry.setTimeLocal(LocalDateTime.ofInstant(TarWriter.TIME, ZoneOffset.UTC));
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }
}
