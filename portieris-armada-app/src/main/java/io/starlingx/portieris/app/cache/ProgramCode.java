/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.cache;

import io.starlingx.portieris.sysinv.overrides.BlockYaml;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The code that a result follows from: this program's own by its content, libraries by their names,
 * which hold their versions, and the Java runtime by its version.
 *
 * @param sha256 over all that, in hex
 */
public record ProgramCode(String sha256) {

  /** One class of each own module that takes part in one. */
  private static final List<Class<?>> OWN = List.of(ProgramCode.class, BlockYaml.class);

  /** The code of the running program; nothing when it does not lie in files. */
  public static Optional<ProgramCode> running() {
    Sha256 sum = new Sha256().add(Runtime.version().toString());
    Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .map(entry -> new File(entry).getName())
        .sorted()
        .forEach(sum::add);
    try {
      for (Class<?> type : OWN) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
          return Optional.empty();
        }
        add(Path.of(source.getLocation().toURI()), sum);
      }
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(new ProgramCode(sum.hex()));
  }

  /** A jar, or a directory of classes. */
  private static void add(Path code, Sha256 sum) throws IOException {
    List<Path> files;
    try (Stream<Path> walked = Files.walk(code)) {
      files = walked.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      sum.add(code.relativize(file).toString()).add(Files.readAllBytes(file));
    }
  }
}
