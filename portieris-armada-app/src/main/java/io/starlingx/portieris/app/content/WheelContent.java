/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a plugin wheel holds: at most 64 MiB packed, and 1 MiB of each file that is read.
 *
 * @param problem why it cannot be read; empty when it can
 * @param names every file in it
 * @param info the texts of its {@code *.dist-info} directory, by file name
 */
public record WheelContent(String problem, SortedSet<String> names, Map<String, String> info) {

  private static final long LARGEST = 64 << 20;
  private static final int LARGEST_TEXT = 1 << 20;

  public static WheelContent read(Path wheel) throws IOException {
    if (Files.size(wheel) > LARGEST) {
      return unreadable("it is larger than " + LARGEST + " bytes");
    }
    SortedSet<String> names = new TreeSet<>();
    Map<String, String> info = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        names.add(name);
        int slash = name.indexOf(".dist-info/");
        if (slash > 0) {
          try (InputStream in = zip.getInputStream(entry)) {
            byte[] text = in.readNBytes(LARGEST_TEXT);
            info.put(
                name.substring(slash + ".dist-info/".length()),
                new String(text, StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return unreadable(String.valueOf(e.getMessage()));
    }
    return new WheelContent("", names, info);
  }

  private static WheelContent unreadable(String problem) {
    return new WheelContent(problem, new TreeSet<>(), Map.of());
  }
}
