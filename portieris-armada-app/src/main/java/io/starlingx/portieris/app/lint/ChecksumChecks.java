/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.lint;

import io.starlingx.portieris.app.content.Application;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums, which sysinv verifies with {@code md5sum -c}.
 *
 * @see <a href="https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html">GNU
 *     coreutils, md5sum</a>
 */
final class ChecksumChecks {

  private static final String FAILED = "checksum validation failed.";
  private static final int LARGEST = 4 << 20;
  private static final Pattern LINE =
      Pattern.compile(
          "(?<sum>[0-9a-fA-F]{32}) [ *](?<name>.+)"
              + "|MD5 \\((?<tagged>.+)\\) = (?<taggedSum>[0-9a-fA-F]{32})");

  private static final Rule MISMATCH =
      Rule.error(
          "checksum/mismatch",
          "the upload is rejected when a checksum does not fit its file",
          "write the sums last: find . -type f ! -name '*.md5' -print0 | xargs -0 md5sum >"
              + " checksum.md5");
  private static final Rule ABSENT =
      Rule.warning(
          "checksum/absent",
          "a damaged copy is not noticed before it is installed; other files, such as"
              + " checksum.sha256, are ignored",
          "add ./checksum.md5");
  private static final Rule SEVERAL =
      Rule.warning(
          "checksum/several",
          "which of the files decides depends on the order of the directory",
          "keep one");
  private static final Rule UNLISTED =
      Rule.warning(
          "checksum/unlisted",
          "a file without a checksum can be damaged or added unnoticed",
          "write the sums last");

  private ChecksumChecks() {}

  static void check(Application app, Findings findings) throws IOException {
    List<String> sums =
        app.files().stream().filter(f -> f.endsWith(".md5") && !f.contains("/")).toList();
    if (sums.isEmpty()) {
      // A staging folder gets its sums when it is packed.
      if (app.isTarball()) {
        findings.add(ABSENT, app.name(), "there is no *.md5 file at the top");
      }
      return;
    }
    if (sums.size() > 1) {
      findings.add(SEVERAL, sums.get(1), "is one of several: " + String.join(", ", sums));
    }
    for (String file : sums) {
      check(file, app, findings);
    }
  }

  private static void check(String file, Application app, Findings findings) throws IOException {
    if (app.size(file) > LARGEST) {
      findings.add(MISMATCH, file, FAILED + " (it is larger than " + LARGEST + " bytes)");
      return;
    }
    Set<String> listed = new HashSet<>();
    int number = 0;
    for (String line : lines(app.root().resolve(file))) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        boolean isTagged = matcher.group("tagged") != null;
        String name = matcher.group(isTagged ? "tagged" : "name");
        String path = normal(name);
        listed.add(path);
        String sum = matcher.group(isTagged ? "taggedSum" : "sum").toLowerCase(Locale.ROOT);
        if (!app.isFile(path)) {
          findings.add(MISMATCH, file, number, FAILED + " (" + name + " is missing)");
        } else if (!md5(app.root().resolve(path)).equals(sum)) {
          findings.add(MISMATCH, file, number, FAILED + " (" + name + " has other content)");
        }
      }
    }
    if (listed.isEmpty()) {
      findings.add(MISMATCH, file, FAILED + " (it holds no checksum line)");
      return;
    }
    for (String other : app.files()) {
      if (!other.endsWith(".md5") && !listed.contains(other)) {
        findings.add(UNLISTED, other, "has no checksum in " + file);
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  private static String normal(String name) {
    return name.replaceAll("/(\\./)*/*", "/").replaceFirst("^(\\./)+", "");
  }

  private static String md5(Path path) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      try (DigestInputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
