/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A wheel of somebody else's application, packed from the files beside this class. */
final class SampleWheel {

  private SampleWheel() {}

  static Path folder() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(SampleWheel.class.getResource("wheel")).toURI());
  }

  /** Writes the wheel where an extracted tarball has it. */
  static Path into(Path tree) throws IOException, URISyntaxException {
    Path wheel =
        Files.createDirectories(tree.resolve("plugins"))
            .resolve("k8sapp_sample-1.0-py3-none-any.whl");
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder())) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(folder().relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
    return wheel;
  }
}
