/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.helm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program of {@link HelmProcess}: makes one call of Helm and writes what Helm says into a file.
 * It ends with the process that started it, by whatever means that one ended.
 */
final class HelmWorker {

  static final int DONE = 0;
  static final int REFUSED = 1;
  private static final int ORPHANED = 2;

  private HelmWorker() {}

  /** The file, then the words of the call. */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Path result = Path.of(words.getFirst());
    Thread.ofPlatform().daemon().name("parent").start(() -> endWithParent(result));
    HelmCall call = HelmCall.of(words.subList(1, words.size()));
    int code = DONE;
    try {
      Files.writeString(result, call.make());
    } catch (IllegalStateException e) {
      Files.writeString(result, String.valueOf(e.getMessage()));
      code = REFUSED;
    }
    System.exit(code);
  }

  /** Standard input ends when the parent does, and not before; then nobody else cleans up. */
  private static void endWithParent(Path result) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It has ended all the same.
    }
    try {
      delete(result.resolveSibling(""));
    } finally {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // The system clears its temporary files away some time.
    }
  }
}
