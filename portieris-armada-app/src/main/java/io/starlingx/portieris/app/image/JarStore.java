/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Copies jars without compression: the image's layer compresses them by a quarter better than each
 * class alone, and the virtual machine reads them faster. Signatures of jars are left out, since
 * nothing here checks whose they are and the virtual machine shares no class data of signed jars,
 * and with them the digests that they are over, which are read at a jar's first class. {@link
 * NativeCode} is left out, too.
 */
final class JarStore {

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private JarStore() {}

  static void copy(List<Path> jars, Path directory) throws IOException {
    for (Path jar : jars) {
      copy(jar, directory.resolve(jar.getFileName()));
    }
  }

  private static void copy(Path jar, Path target) throws IOException {
    try (ZipFile source = new ZipFile(jar.toFile());
        ZipArchiveOutputStream copy = new ZipArchiveOutputStream(target.toFile())) {
      Set<String> names = new HashSet<>();
      for (ZipEntry entry : source.stream().toList()) {
        if (names.add(entry.getName()) && isKept(entry.getName())) {
          try (InputStream in = source.getInputStream(entry)) {
            byte[] content = in.readAllBytes();
            boolean isManifest = entry.getName().equals(JarFile.MANIFEST_NAME);
            put(copy, entry.getName(), isManifest ? withoutDigests(jar, content) : content);
          }
        }
      }
    }
    // An AOT cache knows the jars by their times.
    Files.setLastModifiedTime(target, FileTime.from(TarWriter.TIME));
  }

  private static boolean isKept(String name) {
    return !SIGNATURE.matcher(name).matches() && !NativeCode.is(name);
  }

  private static byte[] withoutDigests(Path jar, byte[] content) throws IOException {
    Manifest manifest = manifest(jar, content);
    Collection<Attributes> sections = manifest.getEntries().values();
    if (sections.stream()
        .flatMap(section -> section.keySet().stream())
        .noneMatch(JarStore::isDigest)) {
      return content;
    }
    sections.forEach(section -> section.keySet().removeIf(JarStore::isDigest));
    sections.removeIf(Attributes::isEmpty);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    manifest.write(rest);
    return rest.toByteArray();
  }

  private static Manifest manifest(Path jar, byte[] content) throws IOException {
    try {
      return new Manifest(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new IOException(jar + " has a manifest that cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isDigest(Object name) {
    return name.toString().endsWith("-Digest");
  }

  private static void put(ZipArchiveOutputStream copy, String name, byte[] content)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(LocalDateTime.ofInstant(TarWriter.TIME, ZoneOffset.UTC));
    copy.putArchiveEntry(entry);
    copy.write(content);
    copy.closeArchiveEntry();
  }
}
