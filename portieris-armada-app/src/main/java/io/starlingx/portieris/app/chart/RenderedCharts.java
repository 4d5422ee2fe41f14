/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.app.cache.CacheFolder;
import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.cache.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the charts that Helm rendered without an error, with what it warned of, since rendering
 * takes most of a build's time. A chart is known by the SHA-256 of the program's code with Helm's
 * version, its files and its values: whatever changes is rendered again, and a chart with an error
 * always is. For use by several threads and programs.
 */
public final class RenderedCharts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 1000;
  private static final int LARGEST = 1 << 20;

  /** What one program remembers. */
  private record Memory(CacheFolder folder, ProgramCode program) {}

  private final Optional<Memory> memory;

  private RenderedCharts(Optional<Memory> memory) {
    this.memory = memory;
  }

  /**
   * Remembers what a program rendered, from program to program.
   *
   * @param directory of this user's own; created when needed
   * @param program nothing is remembered when its code is not known
   */
  public static RenderedCharts of(Path directory, Optional<ProgramCode> program) {
    return new RenderedCharts(
        program.map(code -> new Memory(new CacheFolder(directory, MOST, LARGEST), code)));
  }

  /** Remembers nothing. */
  public static RenderedCharts none() {
    return new RenderedCharts(Optional.empty());
  }

  /**
   * What the answer for a chart with these values follows from; nothing when none is remembered.
   *
   * @throws IOException when the values cannot be read
   */
  Optional<String> key(Chart chart, List<Path> overrides) throws IOException {
    if (memory.isEmpty()) {
      return Optional.empty();
    }
    Sha256 sum = new Sha256().add(memory.get().program().sha256()).add(chart.sha256());
    for (Path values : overrides) {
      sum.add(Files.readAllBytes(values));
    }
    return Optional.of(sum.hex());
  }

  /** The warnings of a chart that needs not be rendered; nothing when it does. */
  Optional<List<String>> warnings(String key) {
    return memory.flatMap(known -> known.folder().find(key)).flatMap(RenderedCharts::read);
  }

  private static Optional<List<String>> read(byte[] content) {
    try {
      return Optional.of(JSON.readValue(content, new TypeReference<List<String>>() {}));
    } catch (IOException e) {
      // Of a program that wrote it otherwise: the chart is rendered.
      return Optional.empty();
    }
  }

  /** Remembers them, if that can be. */
  void remember(String key, List<String> warnings) throws IOException {
    if (memory.isPresent()) {
      memory.get().folder().remember(key, JSON.writeValueAsBytes(warnings));
    }
  }
}
