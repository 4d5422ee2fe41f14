/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import java.util.ArrayList;
import java.util.List;

/**
 * The entry points of a Python distribution.
 *
 * @param entries in the file's order
 * @see <a href="https://packaging.python.org/en/latest/specifications/entry-points/">Entry points
 *     specification</a>
 */
public record EntryPoints(List<Entry> entries) {

  /** One entry. */
  public record Entry(int line, String group, String name, String value) {}

  public EntryPoints {
    entries = List.copyOf(entries);
  }

  public static EntryPoints parse(String text) {
    List<Entry> entries = new ArrayList<>();
    String group = "";
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        group = line.substring(1, line.length() - 1).strip();
      } else if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
        entries.add(
            new Entry(
                number,
                group,
                line.substring(0, equals).strip(),
                line.substring(equals + 1).strip()));
      }
    }
    return new EntryPoints(entries);
  }

  public List<Entry> of(String group) {
    return entries.stream().filter(entry -> entry.group().equals(group)).toList();
  }
}
