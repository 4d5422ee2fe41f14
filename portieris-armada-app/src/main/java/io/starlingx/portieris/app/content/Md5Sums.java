/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of checksums, compared with the application as {@code md5sum -c} does.
 *
 * @param file the file of sums
 * @param listed the files that it names
 * @param mismatches what does not fit
 * @see <a href="https://www.gnu.org/software/coreutils/manual/html_node/md5sum-invocation.html">GNU
 *     coreutils, md5sum</a>
 */
public record Md5Sums(String file, Set<String> listed, List<Mismatch> mismatches) {

  private static final char NO_UTF_8 = '\ufffd';
  private static final int LARGEST = 4 << 20;
  private static final Pattern LINE =
      Pattern.compile(
          "(?<sum>[0-9a-fA-F]{32}) [ *](?<name>.+)"
              + "|MD5 \\((?<tagged>.+)\\) = (?<taggedSum>[0-9a-fA-F]{32})");

  /**
   * A line that does not fit.
   *
   * @param line from 1; 0 when the whole file is at fault
   * @param reason what is wrong
   */
  public record Mismatch(int line, String reason) {}

  public Md5Sums {
    listed = Set.copyOf(listed);
    mismatches = List.copyOf(mismatches);
  }

  /** The files of sums: {@code *.md5} at the top, sorted. */
  public static List<String> names(Application app) {
    return app.files().stream().filter(f -> f.endsWith(".md5") && !f.contains("/")).toList();
  }

  /** Compares the sums of one file. */
  public static Md5Sums check(Application app, String file) throws IOException {
    if (app.size(file) > LARGEST) {
      String reason = "it is larger than " + LARGEST + " bytes";
      return new Md5Sums(file, Set.of(), List.of(new Mismatch(0, reason)));
    }
    Set<String> listed = new HashSet<>();
    List<Mismatch> mismatches = new ArrayList<>();
    // A hostile file names one large file many times.
    Map<String, String> known = new HashMap<>();
    byte[] content = Files.readAllBytes(app.root().resolve(file));
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        boolean isTagged = matcher.group("tagged") != null;
        String name = matcher.group(isTagged ? "tagged" : "name");
        String path = normal(name);
        listed.add(path);
        String sum = matcher.group(isTagged ? "taggedSum" : "sum").toLowerCase(Locale.ROOT);
        if (!app.isFile(path)) {
          if (path.indexOf(NO_UTF_8) >= 0
              && app.members().stream()
                  .anyMatch(m -> m.path().isEmpty() && !m.problem().isEmpty())) {
            continue; // The member is told of by itself.
          }
          mismatches.add(new Mismatch(number, name + " is missing"));
          continue;
        }
        if (!known.containsKey(path)) {
          known.put(path, md5(app.root().resolve(path)));
        }
        if (!sum.equals(known.get(path))) {
          mismatches.add(new Mismatch(number, name + " has other content"));
        }
      }
    }
    if (listed.isEmpty()) {
      mismatches.add(new Mismatch(0, "it holds no checksum line"));
    }
    return new Md5Sums(file, listed, mismatches);
  }

  /** Files of the application without a sum. */
  public List<String> unlisted(Application app) {
    return app.files().stream().filter(f -> !f.endsWith(".md5") && !listed.contains(f)).toList();
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
