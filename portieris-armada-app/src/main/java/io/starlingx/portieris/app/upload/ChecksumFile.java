/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the {@code *.md5} files at the top of an extracted tarball as {@code md5sum -c} does. The
 * first file, by name, decides: sysinv stops at the first that passes and keeps an earlier failure.
 *
 * @see <a href="https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html">GNU
 *     coreutils, md5sum</a>
 */
final class ChecksumFile {

  private static final String FAILED = "checksum validation failed.";
  private static final int LARGEST = 4 << 20;
  private static final Pattern LINE = Pattern.compile("(?<sum>[0-9a-fA-F]{32}) [ *](?<name>.+)");
  private static final Pattern TAGGED =
      Pattern.compile("MD5 \\((?<name>.+)\\) = (?<sum>[0-9a-fA-F]{32})");

  private ChecksumFile() {}

  static void verify(Path root) throws IOException, RejectedUploadException {
    Optional<Path> first;
    try (Stream<Path> entries = Files.list(root)) {
      first =
          entries
              .filter(p -> p.getFileName().toString().endsWith(".md5") && Files.isRegularFile(p))
              .min(Path::compareTo);
    }
    if (first.isPresent()) {
      verify(root, first.get());
    }
  }

  private static void verify(Path root, Path file) throws IOException, RejectedUploadException {
    String name = file.getFileName().toString();
    if (Files.size(file) > LARGEST) {
      throw new RejectedUploadException(FAILED, name + " is larger than " + LARGEST + " bytes");
    }
    int checked = 0;
    // A hostile file names one large file many times.
    Map<Path, String> known = new HashMap<>();
    for (String line : lines(file)) {
      Matcher matcher = match(line);
      if (matcher.matches()) {
        checked++;
        check(root, matcher.group("name"), matcher.group("sum").toLowerCase(Locale.ROOT), known);
      }
    }
    if (checked == 0) {
      throw new RejectedUploadException(FAILED, name + " holds no checksum line");
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static Matcher match(String line) {
    Matcher plain = LINE.matcher(line);
    return plain.matches() ? plain : TAGGED.matcher(line);
  }

  private static void check(Path root, String name, String expected, Map<Path, String> known)
      throws IOException, RejectedUploadException {
    Path path;
    try {
      path = root.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new RejectedUploadException(FAILED, name + " is not a file name");
    }
    if (!path.startsWith(root.normalize())) {
      throw new RejectedUploadException(FAILED, name + " leads out of the tarball");
    }
    if (!Files.isRegularFile(path)) {
      throw new RejectedUploadException(FAILED, name + " is missing");
    }
    if (!known.containsKey(path)) {
      known.put(path, md5(path));
    }
    if (!expected.equals(known.get(path))) {
      throw new RejectedUploadException(FAILED, name + " has other content than its checksum says");
    }
  }

  private static String md5(Path path) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
