/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The shared libraries that a Java runtime takes from the system: which packages hold them, and
 * whether an image has them all.
 */
final class SharedLibraries {

  /** Debian's C library and, for the thread functions that load it late, the unwinder. */
  private static final List<String> ALWAYS = List.of("base-files", "libc6", "libgcc-s1");

  private static final Map<String, String> PACKAGES =
      Map.of("libz.so.1", "zlib1g", "libstdc++.so.6", "libstdc++6");

  private static final Set<String> IN_ALWAYS =
      Set.of(
          "libc.so.6",
          "libm.so.6",
          "libdl.so.2",
          "libpthread.so.0",
          "librt.so.1",
          "libgcc_s.so.1",
          "ld-linux-x86-64.so.2",
          "ld-linux-aarch64.so.1");

  /** Who asks for each library. */
  private final SortedMap<String, String> external = new TreeMap<>();

  /** What the files of the runtime need. */
  private final SortedMap<String, ElfFile.Needs> own = new TreeMap<>();

  private SharedLibraries() {}

  /** Reads what all libraries and programs of a runtime ask for and do not bring along. */
  static SharedLibraries of(Path runtime) throws IOException {
    SharedLibraries libraries = new SharedLibraries();
    List<Path> files;
    try (Stream<Path> walked = Files.walk(runtime)) {
      files =
          walked
              .filter(f -> f.toString().endsWith(".so") || f.endsWith("bin/java"))
              .sorted()
              .toList();
    }
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.getFileName().toString()));
    for (Path file : files) {
      String path = runtime.relativize(file).toString();
      ElfFile.Needs needs = ElfFile.needs(Files.readAllBytes(file));
      libraries.own.put(path, needs);
      for (String name : needs.libraries()) {
        if (!names.contains(name)) {
          libraries.external.putIfAbsent(name, path);
        }
      }
    }
    return libraries;
  }

  /** The packages to install, sorted. */
  SortedSet<String> packages() throws ImageException {
    SortedSet<String> packages = new TreeSet<>(ALWAYS);
    for (Map.Entry<String, String> entry : external.entrySet()) {
      String name = PACKAGES.get(entry.getKey());
      if (name != null) {
        packages.add(name);
      } else if (!IN_ALWAYS.contains(entry.getKey())) {
        throw new ImageException(
            "the JDK's "
                + entry.getValue()
                + " needs "
                + entry.getKey()
                + ", whose package is not known here: use another JDK or --base-image");
      }
    }
    return packages;
  }

  /**
   * Checks that the root holds every library, also those that libraries ask for, in the versions
   * that the runtime was linked with: the dynamic linker starts no program otherwise.
   */
  void check(RootTree root) throws ImageException {
    Deque<String> open = new ArrayDeque<>(external.keySet());
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      String name = open.pop();
      byte[] content =
          root.library(name)
              .orElseThrow(() -> new ImageException("the image lacks the shared library " + name));
      for (String next : ElfFile.needs(content).libraries()) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    checkVersions(root);
  }

  private void checkVersions(RootTree root) throws ImageException {
    for (Map.Entry<String, ElfFile.Needs> file : own.entrySet()) {
      for (Map.Entry<String, Set<String>> needed : file.getValue().versions().entrySet()) {
        Optional<byte[]> library = root.library(needed.getKey());
        SortedSet<String> missing = new TreeSet<>(needed.getValue());
        library.ifPresent(content -> missing.removeAll(ElfFile.versions(content)));
        if (library.isPresent() && !missing.isEmpty()) {
          throw new ImageException(
              "the JDK's "
                  + file.getKey()
                  + " needs "
                  + String.join(", ", missing)
                  + " of "
                  + needed.getKey()
                  + ", which is newer than this machine's Debian packages: use a JDK that was built"
                  + " for an older system, or build on a newer one");
        }
      }
    }
  }
}
