/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import io.starlingx.portieris.app.archive.TarWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application of the shape, and with the object names, that this one takes the place of. */
final class StockApplication {

  static final String TARBALL = "portieris-24.09-44.tgz";

  private StockApplication() {}

  /** Writes its tarball. */
  static Path write(Path directory) throws IOException {
    Path source = source();
    Path stage = Files.createDirectories(directory.resolve("stock-stage"));
    copy(source.resolve("metadata.yaml"), stage.resolve("metadata.yaml"));
    copy(source.resolve("fluxcd-manifests"), stage.resolve("fluxcd-manifests"));
    Path charts = Files.createDirectories(stage.resolve("charts"));
    for (String chart : List.of("portieris", "portieris-certs")) {
      Path archive = charts.resolve(chart + "-0.9.0.tgz");
      try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(archive))) {
        tar.tree(source.resolve("charts").resolve(chart), chart + "/");
      }
    }
    Path tarball = directory.resolve(TARBALL);
    try (TarWriter tar = TarWriter.gzip(Files.newOutputStream(tarball))) {
      tar.tree(stage, "./");
    }
    return tarball;
  }

  private static Path source() {
    URL url = StockApplication.class.getResource("/stock-application/metadata.yaml");
    if (url == null) {
      throw new IllegalStateException("test resource stock-application is missing");
    }
    try {
      return Path.of(url.toURI()).resolve("..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString()).normalize();
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
