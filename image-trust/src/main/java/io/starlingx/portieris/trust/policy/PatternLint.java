/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds patterns that match other images than their author meant. */
final class PatternLint {

  /** What an image string may consist of, and {@code *}. */
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._:@/\\[\\]*-]+");

  private static final int LABELS_OF_AN_OWNER = 2;

  private PatternLint() {}

  static List<PolicyFinding> check(String pattern, String path) {
    return odd(pattern, path)
        .or(() -> unanchored(pattern, path))
        .or(() -> otherSpelling(pattern, path))
        .stream()
        .toList();
  }

  private static Optional<PolicyFinding> odd(String pattern, String path) {
    if (pattern.isEmpty()) {
      return Optional.of(
          PolicyFinding.warning(
              "pattern/empty", path, "an empty name matches no image", "name a repository"));
    }
    String why =
        pattern.contains("://")
            ? "an image name has no scheme"
            : pattern.indexOf('?') >= 0
                ? "'?' has no special meaning, only '*' has"
                : !CHARACTERS.matcher(pattern).matches()
                    ? "no image name holds such characters"
                    : pattern.endsWith("/") ? "no image name ends with '/'" : "";
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PolicyFinding.warning(
                "pattern/never-matches",
                path,
                "\"" + pattern + "\" matches no image: " + why,
                "write the name as in a pod, with '*' for any run of characters"));
  }

  private static Optional<PolicyFinding> unanchored(String pattern, String path) {
    int slash = pattern.indexOf('/');
    int star = pattern.indexOf('*');
    if (star < 0 || isAnyImage(pattern)) {
      return Optional.empty();
    }
    if (slash < 0) {
      return Optional.of(
          foreign(
              path,
              "\""
                  + pattern
                  + "\" has no '/', so its '*' reaches across host and path: "
                  + pattern.replace("*", "x.evil.example/x")
                  + " matches too",
              "write the host and a '/', as in registry.example.com/*"));
    }
    String host = pattern.substring(0, slash);
    if (star > slash || isAnchored(host)) {
      return Optional.empty();
    }
    return Optional.of(
        foreign(
            path,
            "the host \""
                + host
                + "\" also matches hosts of other owners, such as "
                + host.replace("*", host.startsWith("*") ? "evil" : ".evil.example"),
            "begin the host with a whole label, as in *.example.com/*"));
  }

  private static PolicyFinding foreign(String path, String message, String mend) {
    return PolicyFinding.warning("pattern/unanchored-host", path, message, mend);
  }

  /** These say plainly that they mean every image. */
  private static boolean isAnyImage(String pattern) {
    return pattern.chars().allMatch(c -> c == '*' || c == '/');
  }

  /**
   * Whether all hosts of the glob have one owner: it ends with a domain of two labels or more, of
   * which the {@code *} touches none, or only its port is open.
   */
  private static boolean isAnchored(String host) {
    String end = host.substring(host.lastIndexOf('*') + 1).replaceFirst(":[0-9]*$", "");
    int port = host.indexOf(':');
    if (port >= 0 && host.indexOf('*') > port) {
      return true;
    }
    int dot = end.indexOf('.');
    return dot >= 0 && end.substring(dot + 1).split("\\.", -1).length >= LABELS_OF_AN_OWNER;
  }

  private static Optional<PolicyFinding> otherSpelling(String pattern, String path) {
    String name = pattern.replaceFirst("\\*+$", "");
    String open = name.length() < pattern.length() ? "x" : "";
    if (name.contains("*")
        || !(ImageReference.parse(name + open)
            instanceof ParsedImage.Valid(ImageReference image))) {
      return Optional.empty();
    }
    String canonical = image.canonical();
    return canonical.startsWith(name)
        ? Optional.empty()
        : Optional.of(
            PolicyFinding.warning(
                "pattern/one-spelling",
                path,
                "\""
                    + pattern
                    + "\" misses the same image under its full name, "
                    + canonical.substring(0, canonical.length() - open.length())
                    + pattern.substring(name.length()),
                "write the full name; it also matches the short ones"));
  }
}
