/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.starlingx.portieris.app.Finding;
import io.starlingx.portieris.app.cache.CacheFolder;
import io.starlingx.portieris.app.cache.ProgramCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    new CacheFolder(memory, 10, 1000)
        .remember(
            String.valueOf(remembered().getFirst().getFileName()),
            "[\"[WARNING] <chart>/templates/a.yaml: hm\"]".getBytes(StandardCharsets.UTF_8));
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
  void whatOtherCodeRenderedIsRenderedAgain() throws IOException {
    lint();

    assertThat(lint("2", List.of()).errors()).isEmpty();
    assertThat(remembered()).hasSize(2);
  }

  /** Whoever writes that Helm found nothing does not make it so. */
  @Test
  void aFileThatIsNoEntryIsNotBelieved() throws IOException {
    write("templates/a.yaml", "{{ nosuch }}");
    Files.createDirectories(memory);
    Files.writeString(memory.resolve(key()), "[]");

    assertThat(lint().errors()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx"})
  void aFolderThatOthersCanWriteIntoIsNotBelieved(String permissions) throws IOException {
    write("templates/a.yaml", "{{ nosuch }}");
    new CacheFolder(memory, 10, 1000).remember(key(), "[]".getBytes(StandardCharsets.UTF_8));
    assertThat(lint().errors()).as("believed").isEmpty();
    Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString(permissions));

    assertThat(lint().errors()).isNotEmpty();
  }

  @Test
  void aProgramWhoseCodeIsNotKnownRemembersNothing() throws IOException {
    ChartLinter linter = new ChartLinter(RenderedCharts.of(memory, Optional.empty()));

    assertThat(linter.lint(chart(), () -> directory.resolve("copy" + staged)).errors()).isEmpty();
    assertThat(memory).doesNotExist();
  }

  @Test
  void aMemoryThatCannotBeWrittenIsOnlyALossOfTime() throws IOException {
    Files.writeString(directory.resolve("memory"), "a file");

    assertThat(lint().errors()).isEmpty();
  }

  private ChartLint lint() throws IOException {
    return lint("1", List.of());
  }

  private ChartLint lint(String values) throws IOException {
    return lint("1", List.of(Files.writeString(directory.resolve("overrides.yaml"), values)));
  }

  private ChartLint lint(String program, List<Path> overrides) throws IOException {
    return new ChartLinter(rendered(program))
        .lint(chart(), overrides, () -> directory.resolve("copy" + staged));
  }

  private RenderedCharts rendered(String program) {
    return RenderedCharts.of(memory, Optional.of(new ProgramCode(program)));
  }

  private String key() throws IOException {
    return rendered("1").key(chart(), List.of()).orElseThrow();
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
