/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class AppInspectCommandTest extends CommandFixture {

  @TempDir Path directory;

  @BeforeEach
  void writeAFolder() throws IOException {
    Path release = Files.createDirectories(folder("a").resolve("fluxcd-manifests/demo"));
    Files.writeString(
        release.resolve("helmrelease.yaml"),
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        metadata: {name: demo}
        spec:
          valuesFrom: [{valuesKey: demo-static-overrides.yaml}]
        """);
    Files.writeString(
        release.resolve("demo-static-overrides.yaml"),
        "image: {repository: icr.io/demo/demo, tag: v1}\n");
  }

  @Test
  void theTextIsAlignedAndWithoutColourInAFile() throws IOException {
    assertThat(execute("app", "inspect", folder("a").toString())).isZero();

    assertThat(out.toString())
        .contains("  app_name                             demo\n")
        .contains("HelmRelease demo\n")
        .contains("    icr.io/demo/demo:v1  as registry.local:9001/icr.io/demo/demo:v1\n")
        .doesNotContain("\u001b[");
  }

  @Test
  void jsonAndYamlTellTheSame() throws IOException {
    assertThat(execute("app", "inspect", "-o", "json", folder("a").toString())).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);
    assertThat(execute("app", "inspect", "--output", "yaml", folder("a").toString())).isZero();

    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(out.toString());

    assertThat(new ObjectMapper().<JsonNode>valueToTree(yaml)).isEqualTo(json);
    assertThat(json.path("releases").path(0).path("images").path(0).path("local").asText())
        .isEqualTo("registry.local:9001/icr.io/demo/demo:v1");
  }

  @Test
  void controlCharactersOfAValueDoNotReachTheTerminal() throws IOException {
    Files.writeString(folder("a").resolve("metadata.yaml"), "app_name: \"a\\u001b[31mb\"\n");

    assertThat(execute("app", "inspect", folder("a").toString())).isZero();

    assertThat(out.toString()).contains("a?[31mb").doesNotContain("\u001b");
  }

  @Test
  void differencesExitWithOneAndEqualityWithZero() throws IOException {
    assertThat(execute("app", "diff", folder("a").toString(), folder("a").toString())).isZero();
    assertThat(out.toString()).contains("no differences");
    out.getBuffer().setLength(0);

    assertThat(execute("app", "diff", folder("a").toString(), folder("b").toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out.toString())
        .contains("Static overrides\n  - demo image.repository  icr.io/demo/demo\n")
        .contains("  - fluxcd-manifests/demo/helmrelease.yaml\n")
        .doesNotContain("\u001b[");
  }

  @Test
  void differencesAsJsonNameWhatChanged() throws IOException {
    Files.writeString(folder("b").resolve("metadata.yaml"), "app_name: other\n");

    execute("app", "diff", "-o", "json", folder("a").toString(), folder("b").toString());

    JsonNode change = new ObjectMapper().readTree(out.toString()).path("metadata").path(0);
    JsonNode expected =
        new ObjectMapper()
            .valueToTree(
                Map.of(
                    "subject", "app_name", "kind", "CHANGED", "before", "demo", "after", "other"));
    assertThat(change).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app_name: demo\n", "not even text \u0000\u0001"})
  void aFileThatIsNoArchiveIsAUsageError(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("demo-1.0-1.tgz"), content);

    assertThat(execute("app", "inspect", file.toString())).isEqualTo(ExitCode.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(file + " is no application archive: it ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app_name: demo\n", "not even text \u0000\u0001"})
  void whatIsNoArchiveIsComparedWithNothing(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("demo-1.0-1.tgz"), content);
    String folder = folder("a").toString();

    assertThat(execute("app", "diff", file.toString(), folder)).isEqualTo(ExitCode.USAGE);
    assertThat(execute("app", "diff", folder, file.toString())).isEqualTo(ExitCode.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines().filter(line -> line.contains(" is no application archive: ")))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(file.toString()));
  }

  @Test
  void aLongTextIsNoArchive() throws IOException {
    Path file = Files.writeString(directory.resolve("README.md"), "some text\n".repeat(1000));

    assertThat(execute("app", "inspect", "-o", "json", file.toString())).isEqualTo(ExitCode.USAGE);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(file + " is no application archive: ");
  }

  @Test
  void aMissingFileIsAUsageError() {
    assertThat(execute("app", "inspect", "gone.tgz")).isEqualTo(ExitCode.USAGE);
    assertThat(execute("app", "diff", "gone.tgz", directory.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("gone.tgz does not exist");
  }

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    Path metadata = folder.resolve("metadata.yaml");
    if (!Files.exists(metadata)) {
      Files.writeString(metadata, "app_name: demo\n");
    }
    return folder;
  }
}
