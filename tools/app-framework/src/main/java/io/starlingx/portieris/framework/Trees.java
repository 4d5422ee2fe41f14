/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework;

import io.starlingx.portieris.framework.store.Application;
import io.starlingx.portieris.framework.store.ProcessOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directories in which extracted tarballs are kept. A directory's name tells the process that
 * made it, so that what a killed process left behind can be told from what is being written.
 */
final class Trees {

  private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})-.*");

  private final Path directory;

  Trees(Path directory) {
    this.directory = directory;
  }

  /** Makes an empty directory. */
  Path create(ProcessOwner owner) throws IOException {
    Files.createDirectories(directory);
    return Files.createTempDirectory(directory, owner.pid() + "-" + owner.startMillis() + "-");
  }

  void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> below = Files.walk(tree)) {
      paths = below.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /**
   * Deletes the directories that no application has and whose process has ended.
   *
   * @param applications asked after the directories were looked at, so that none is missed whose
   *     process ended just now
   */
  void sweep(Supplier<List<Application>> applications) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> abandoned;
    try (Stream<Path> trees = Files.list(directory)) {
      abandoned = trees.filter(Trees::isAbandoned).toList();
    }
    Set<Path> used = applications.get().stream().map(Application::tree).collect(Collectors.toSet());
    for (Path tree : abandoned) {
      if (!used.contains(tree)) {
        delete(tree);
      }
    }
  }

  private static boolean isAbandoned(Path tree) {
    Matcher name = NAME.matcher(tree.getFileName().toString());
    return name.matches()
        && !new ProcessOwner(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
            .isAlive();
  }
}
