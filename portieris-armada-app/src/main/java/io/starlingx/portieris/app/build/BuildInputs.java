/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.cache.Sha256;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.folder.AppDescription;
import io.starlingx.portieris.app.folder.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that the result of a build follows from: the request, the folder, the charts, the code. */
final class BuildInputs {

  private BuildInputs() {}

  /**
   * The SHA-256 over everything, in hex.
   *
   * @param charts as they were read, with those that they depend on
   * @throws IOException when the folder cannot be read
   */
  static String key(
      ProgramCode program, BuildRequest request, AppDescription application, List<Chart> charts)
      throws IOException {
    // What is said of a file names it as the request does.
    Sha256 sum =
        new Sha256()
            .add(program.sha256())
            .add(request.source().toString())
            .add(application.version().text())
            .add(request.overrides().json())
            .add(request.overrides().variantsJson())
            .add(request.fluxApi().map(Enum::name).orElse(""));
    new TreeMap<>(request.words()).forEach((name, text) -> sum.add(name).add(text));
    for (Chart chart : charts) {
      sum.add(chart.source().toString()).add(chart.version()).add(chart.sha256());
      add(chart.archive().stream().toList(), sum);
    }
    FolderFiles files = application.files();
    add(files.descriptor().stream().toList(), sum);
    add(files.metadata().stream().toList(), sum);
    add(files.armada().stream().toList(), sum);
    add(files.plugin().stream().toList(), sum);
    add(files.wheels(), sum);
    add(files.otherStaticOverrides(List.of()), sum);
    if (files.fluxcd().isPresent()) {
      addTree(files.fluxcd().get(), sum);
    }
    return sum.hex();
  }

  private static void add(List<Path> files, Sha256 sum) throws IOException {
    sum.add(String.valueOf(files.size()));
    for (Path file : files) {
      // What is no file is refused, so that no build of it is remembered.
      sum.add(file.toString());
      sum.add(Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0]);
    }
  }

  private static void addTree(Path directory, Sha256 sum) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(directory)) {
      entries = listed.sorted().toList();
    }
    sum.add(directory.toString()).add(String.valueOf(entries.size()));
    for (Path entry : entries) {
      if (Files.isSymbolicLink(entry)) {
        sum.add(entry.toString());
      } else if (Files.isDirectory(entry)) {
        addTree(entry, sum);
      } else {
        add(List.of(entry), sum);
      }
    }
  }
}
