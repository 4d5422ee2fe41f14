/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.archive;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps the chosen files in memory and passes over the others. */
final class MemoryDestination implements Destination {

  private final Predicate<String> choice;
  private final int largest;
  private final Map<String, ByteArrayOutputStream> kept = new HashMap<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> directories = new HashSet<>();

  /**
   * For the files that are chosen by path and not larger than so many bytes.
   *
   * @param largest most bytes of one file
   */
  MemoryDestination(Predicate<String> choice, int largest) {
    this.choice = choice;
    this.largest = largest;
  }

  @Override
  public boolean directory(String path) {
    for (String p = path; !p.isEmpty() && directories.add(p); p = parent(p)) {
      if (files.contains(p)) {
        directories.remove(p);
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<OutputStream> file(String path, long size) {
    if (!directory(parent(path)) || directories.contains(path)) {
      return Optional.empty();
    }
    files.add(path);
    kept.remove(path);
    if (size > largest || !choice.test(path)) {
      return Optional.of(OutputStream.nullOutputStream());
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) size);
    kept.put(path, content);
    return Optional.of(content);
  }

  /** What was kept, by path. */
  Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new HashMap<>();
    kept.forEach((path, content) -> contents.put(path, content.toByteArray()));
    return contents;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
