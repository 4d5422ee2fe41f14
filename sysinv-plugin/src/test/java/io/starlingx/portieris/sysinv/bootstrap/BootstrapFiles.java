/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Bootstrap files in a directory, and certificates to put into them. */
final class BootstrapFiles {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z"));

  private final Path directory;

  BootstrapFiles(Path directory) {
    this.directory = directory;
  }

  /** Reads the texts as the files {@code 0.yml}, {@code 1.yml}, …. */
  BootstrapResult read(String... texts) {
    return read(CLOCK, texts);
  }

  BootstrapResult read(InstantSource clock, String... texts) {
    List<Path> files = new ArrayList<>();
    for (String text : texts) {
      files.add(write(files.size() + ".yml", text.getBytes(StandardCharsets.UTF_8)));
    }
    return new BootstrapReader(clock).read(files);
  }

  Path write(String name, byte[] content) {
    try {
      return Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads bytes by way of a file that is gone afterwards. */
  static BootstrapResult readOnce(byte[] content) {
    try {
      Path file = Files.createTempFile("bootstrap", ".yml");
      try {
        Files.write(file, content);
        return new BootstrapReader(CLOCK).read(List.of(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] resource(String name) {
    try (InputStream in = BootstrapFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BootstrapResult.Valid valid(String... texts) {
    return switch (read(texts)) {
      case BootstrapResult.Valid valid -> valid;
      case BootstrapResult.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  BootstrapConfig config(String... texts) {
    return valid(texts).config();
  }

  ImageTrustSection section(String... texts) {
    return config(texts).imageTrust().orElseThrow();
  }

  List<String> notices(String... texts) {
    return valid(texts).notices().stream().map(Finding::what).toList();
  }

  List<Finding> problems(String... texts) {
    return switch (read(texts)) {
      case BootstrapResult.Valid valid -> throw new AssertionError(valid);
      case BootstrapResult.Invalid invalid -> invalid.problems();
    };
  }
}
