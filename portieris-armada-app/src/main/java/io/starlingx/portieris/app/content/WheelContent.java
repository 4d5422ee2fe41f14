/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a plugin wheel holds: at most 64 MiB packed and 128 MiB unpacked, and 1 MiB of each text.
 *
 * @param problem why it cannot be read; empty when it can
 * @param files every file in it, by name
 * @param repeated names that occur more than once
 * @param texts what is written in its metadata, Python and JSON files, by name
 * @see <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">
 *     Python packaging: binary distribution format</a>
 */
public record WheelContent(
    String problem,
    SortedMap<String, File> files,
    List<String> repeated,
    Map<String, String> texts) {

  private static final long LARGEST = 64 << 20;
  private static final long LARGEST_UNPACKED = 128 << 20;
  private static final int LARGEST_TEXT = 1 << 20;
  private static final int MOST_TEXT = 16 << 20;
  private static final String INFO = ".dist-info/";

  /**
   * A file of the wheel.
   *
   * @param bytes its size
   * @param sha256 as RECORD writes it: base64 with the alphabet for URLs, without padding
   */
  public record File(long bytes, String sha256) {}

  public WheelContent {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    repeated = List.copyOf(repeated);
    texts = Map.copyOf(texts);
  }

  /**
   * Reads a wheel.
   *
   * @throws IOException when it cannot be opened at all
   */
  public static WheelContent read(Path wheel) throws IOException {
    if (Files.size(wheel) > LARGEST) {
      return unreadable("it is larger than " + LARGEST + " bytes");
    }
    if (!wheel.getFileSystem().equals(FileSystems.getDefault())) {
      Path copy = Files.createTempFile("portieris-wheel-", ".whl");
      try {
        return read(Files.copy(wheel, copy, StandardCopyOption.REPLACE_EXISTING));
      } finally {
        Files.delete(copy);
      }
    }
    SortedMap<String, File> files = new TreeMap<>();
    List<String> repeated = new ArrayList<>();
    Map<String, String> texts = new TreeMap<>();
    long left = LARGEST_UNPACKED;
    int textLeft = MOST_TEXT;
    byte[] buffer = new byte[16 * 1024];
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        byte[] text = new byte[0];
        File file;
        try (InputStream in = zip.getInputStream(entry)) {
          if (isText(entry.getName())) {
            text = in.readNBytes(Math.min(LARGEST_TEXT, textLeft));
          }
          file = digest(text, in, left, buffer);
        }
        left -= file.bytes();
        if (left < 0) {
          return unreadable("it unpacks to more than " + LARGEST_UNPACKED + " bytes");
        }
        if (files.put(entry.getName(), file) != null) {
          repeated.add(entry.getName());
        }
        if (isText(entry.getName())) {
          textLeft -= text.length;
          texts.put(entry.getName(), new String(text, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return unreadable(String.valueOf(e.getMessage()));
    }
    return new WheelContent("", files, repeated, texts);
  }

  /** A text of its {@code *.dist-info} directory. */
  public Optional<String> info(String name) {
    return texts.entrySet().stream()
        .filter(text -> text.getKey().indexOf('/') + 1 == text.getKey().length() - name.length())
        .filter(text -> text.getKey().endsWith(INFO + name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** A header of its {@code METADATA}. */
  public Optional<String> header(String name) {
    return info("METADATA").stream()
        .flatMap(String::lines)
        .takeWhile(line -> !line.isBlank())
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** What it announces. */
  public EntryPoints entryPoints() {
    return EntryPoints.parse(info("entry_points.txt").orElse(""));
  }

  private static boolean isText(String name) {
    return name.contains(INFO) || name.endsWith(".py") || name.endsWith(".json");
  }

  private static File digest(byte[] start, InputStream rest, long most, byte[] buffer)
      throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(start);
      long bytes = start.length;
      int count = rest.read(buffer);
      while (count >= 0 && bytes <= most) {
        digest.update(buffer, 0, count);
        bytes += count;
        count = rest.read(buffer);
      }
      String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
      return new File(bytes, hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static WheelContent unreadable(String problem) {
    return new WheelContent(problem, new TreeMap<>(), List.of(), Map.of());
  }
}
