/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.archive.ArchiveLimits;
import io.starlingx.portieris.app.archive.Archives;
import io.starlingx.portieris.app.archive.Extraction;
import io.starlingx.portieris.app.lint.AppLint;
import io.starlingx.portieris.app.yaml.Yaml;
import io.starlingx.portieris.app.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A built tarball and what is in it. */
public record Unpacked(Path tarball, Path directory) {

  /** Builds and unpacks; neither error nor warning. */
  public static Unpacked build(BuildRequest request, Path work) throws IOException {
    Unpacked built = of(request, work);
    assertThat(new AppLint().lint(built.tarball(), Set.of()).findings()).isEmpty();
    return built;
  }

  /** Builds and unpacks, with whatever warnings. */
  public static Unpacked of(BuildRequest request, Path work) throws IOException {
    BuildResult result = new AppBuild(BuildProgress.silent()).build(request, work.resolve("out"));
    assertThat(result).isInstanceOf(BuildResult.Built.class);
    Path tarball = ((BuildResult.Built) result).tarball().file();
    Path into = Files.createTempDirectory(work, "unpacked");
    assertThat(new Archives(ArchiveLimits.ofApplication()).extract(tarball, into))
        .isInstanceOf(Extraction.Extracted.class);
    return new Unpacked(tarball, into);
  }

  public Path file(String path) {
    return directory.resolve(path);
  }

  /** The first document of a file. */
  public Yaml yaml(String path) throws IOException {
    return YamlReader.read(file(path)).first();
  }

  /** The documents of a file. */
  public List<Yaml> documents(String path) throws IOException {
    return YamlReader.read(file(path)).documents();
  }

  public List<String> names(String path) throws IOException {
    try (Stream<Path> entries = Files.list(file(path))) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
