/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An element of {@code applications}.
 *
 * @param tarball absolute path on the controller, of characters that YAML takes as they are
 * @param chart also the application's name
 * @param valuesPath as {@code tarball}
 */
public record ApplicationEntry(String tarball, String chart, String namespace, String valuesPath) {

  private static final Pattern PLAIN = Pattern.compile("/([\\w.-]+/)*[\\w.-]+");

  public ApplicationEntry {
    if (!PLAIN.matcher(tarball).matches() || !PLAIN.matcher(valuesPath).matches()) {
      throw new IllegalArgumentException("not an absolute path without spaces");
    }
  }

  /** Whether a key of {@code applications} names a tarball of the same application. */
  boolean isOfSameApplication(String key) {
    return key.matches("(.*/)?\\Q" + chart + "\\E-[0-9][^/]*\\.tgz");
  }

  /** The element's lines, the first one with the dash at {@code column}. */
  List<String> lines(int column) {
    String indent = " ".repeat(column);
    List<String> lines = new ArrayList<>();
    lines.add(indent + "- " + tarball + ":");
    lines.addAll(overrides(column + 4));
    return lines;
  }

  /** The lines of the overrides alone. */
  List<String> overrides(int column) {
    String indent = " ".repeat(column);
    return List.of(
        indent + "overrides:",
        indent + "  - chart: " + chart,
        indent + "    namespace: " + namespace,
        indent + "    values-path: " + valuesPath);
  }
}
