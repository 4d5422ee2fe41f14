/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.cache.ProgramCode;
import io.starlingx.portieris.app.chart.Chart;
import io.starlingx.portieris.app.chart.ChartFile;
import io.starlingx.portieris.app.chart.ChartPacker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedChartsTest {

  @TempDir private Path directory;

  private final AtomicInteger reads = new AtomicInteger();
  private int packed;

  @Test
  void aChartThatWasPackedIsNotPackedAgain() throws IOException {
    byte[] first = pack("1", chart("a"));
    assertThat(reads).hasValue(1);

    assertThat(pack("1", chart("a"))).isEqualTo(first);
    assertThat(reads).hasValue(1);
    assertThat(first).isEqualTo(anew(chart("a")));
  }

  @Test
  void anotherContentIsPacked() throws IOException {
    pack("1", chart("a"));

    assertThat(pack("1", chart("b"))).isEqualTo(anew(chart("b")));
  }

  @Test
  void anotherProgramPacksItself() throws IOException {
    pack("1", chart("a"));
    pack("2", chart("a"));

    assertThat(reads).hasValue(2);
  }

  @Test
  void aDamagedArchiveIsNotTaken() throws IOException {
    byte[] first = pack("1", chart("a"));
    Path entry = entries().getFirst();
    byte[] content = Files.readAllBytes(entry);
    content[content.length - 1] ^= 1;
    Files.write(entry, content);

    assertThat(pack("1", chart("a"))).isEqualTo(first);
    assertThat(reads).hasValue(2);
  }

  @Test
  void aFolderThatOthersCanWriteIntoIsNotBelieved() throws IOException {
    pack("1", chart("a"));
    Files.setPosixFilePermissions(
        directory.resolve("memory"), PosixFilePermissions.fromString("rwxrwxrwx"));

    pack("1", chart("a"));

    assertThat(reads).hasValue(2);
  }

  /** Its content is the only thing that differs, and the digest tells. */
  private Chart chart(String content) {
    TreeMap<String, ChartFile> files = new TreeMap<>();
    files.put(
        "values.yaml",
        () -> {
          reads.incrementAndGet();
          return content.getBytes(StandardCharsets.UTF_8);
        });
    return new Chart(
        "demo", "1.0.0", "1.0.0+1", directory, files, "sha256 of " + content, Optional.empty());
  }

  private byte[] pack(String program, Chart chart) throws IOException {
    Path target = Files.createDirectory(directory.resolve("packed" + packed++));
    Path archive =
        PackedCharts.of(directory.resolve("memory"), Optional.of(new ProgramCode(program)))
            .pack(chart, target);
    assertThat(archive).isEqualTo(target.resolve("demo-1.0.0+1.tgz"));
    return Files.readAllBytes(archive);
  }

  private byte[] anew(Chart chart) throws IOException {
    Path target = Files.createDirectory(directory.resolve("packed" + packed++));
    return Files.readAllBytes(ChartPacker.pack(chart, target));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve("memory"))) {
      return entries.toList();
    }
  }
}
