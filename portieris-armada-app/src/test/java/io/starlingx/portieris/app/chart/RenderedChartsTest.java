/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderedChartsTest {

  @TempDir private Path directory;

  private Path source;
  private Path memory;
  private int staged;

  @BeforeEach
  void writeChart() throws IOException {
    source = directory.resolve("demo");
    memory = directory.resolve("memory/charts");
    write("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\nicon: https://x.example/i\n");
    write("values.yaml", "replicas: 1\n");
    write("values.schema.json", "{\"properties\": {\"replicas\": {\"type\": \"integer\"}}}");
    write(
        "templates/a.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data: {a: {{ .Values.replicas | quote }}}
        """);
  }

  @Test
  void aSoundChartIsRememberedAndNotRenderedAgain() throws IOException {
    assertThat(lint().errors()).isEmpty();
    assertThat(remembered()).hasSize(1);

    // Only who does not render takes this for a warning of Helm's.
    Files.writeString(remembered().getFirst(), "[\"[WARNING] <chart>/templates/a.yaml: hm\"]");
    ChartLint again = lint();

    assertThat(again.errors()).isEmpty();
    assertThat(again.warnings())
        .extracting(Finding::file)
        .containsExactly(source.resolve("templates/a.yaml").toString());
  }

  @Test
  void anyOtherContentIsRenderedAgain() throws IOException {
    lint();
    write("templates/a.yaml", "{{ nosuch }}");

    assertThat(lint().errors()).isNotEmpty();
  }

  @Test
  void otherValuesOfAReleaseAreRenderedAgain() throws IOException {
    assertThat(lint("replicas: 2\n").errors()).isEmpty();
    assertThat(lint("replicas: many\n").errors()).isNotEmpty();
    assertThat(lint("replicas: 2\n").errors()).isEmpty();
    assertThat(remembered()).hasSize(1);
  }

  @Test
  void aChartWithErrorsIsNotRemembered() throws IOException {
    write("templates/a.yaml", "{{ nosuch }}");

    assertThat(lint().errors()).isNotEmpty();
    assertThat(memory).doesNotExist();
  }

  @Test
  void aDamagedMemoryIsOnlyALossOfTime() throws IOException {
    lint();
    Files.writeString(remembered().getFirst(), "[");
    write("templates/b.yaml", "");

    assertThat(lint().errors()).isEmpty();
    assertThat(remembered()).hasSize(2);
  }

  @Test
  void aMemoryThatCannotBeWrittenIsOnlyALossOfTime() throws IOException {
    Files.writeString(directory.resolve("memory"), "a file");

    assertThat(lint().errors()).isEmpty();
  }

  private ChartLint lint() throws IOException {
    return new ChartLinter(RenderedCharts.in(memory))
        .lint(chart(), () -> directory.resolve("copy" + staged));
  }

  private ChartLint lint(String values) throws IOException {
    Path file = Files.writeString(directory.resolve("overrides.yaml"), values);
    return new ChartLinter(RenderedCharts.in(memory))
        .lint(chart(), List.of(file), () -> directory.resolve("copy" + staged));
  }

  private Chart chart() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path stage = Files.createDirectory(directory.resolve("stage" + staged++));
    return new ChartStage(() -> stage, findings).stage(source, "").orElseThrow();
  }

  private List<Path> remembered() throws IOException {
    try (Stream<Path> entries = Files.list(memory)) {
      return entries.toList();
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = source.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.writeString(path, text);
  }
}
