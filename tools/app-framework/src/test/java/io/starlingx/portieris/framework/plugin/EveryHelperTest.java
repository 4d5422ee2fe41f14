/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.framework.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.framework.plugin.PluginQuestions.UnansweredException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the platform's base classes offer chart plugins, on a system of known facts. */
class EveryHelperTest {

  /** What {@code importlib.metadata.entry_points()} returns in that Python. */
  private static final String MAPPING_OF_GROUPS =
      """
      from importlib import metadata
      def grouped():
          groups = {}
          for distribution in metadata.distributions():
              for point in distribution.entry_points:
                  groups.setdefault(point.group, []).append(point)
          return groups
      metadata.entry_points = grouped
      """;

  private static final String ONE_LIST =
      """
      from importlib import metadata
      def flat():
          return metadata.EntryPoints(
              p for d in metadata.distributions() for p in d.entry_points)
      metadata.entry_points = flat
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> log = new ArrayList<>();
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", MAPPING_OF_GROUPS, ONE_LIST})
  void answersWhateverTheInterpretersShapeOfEntryPoints(String shape) throws Exception {
    JsonNode result = run("duplex", shape);

    assertThat(result.path("failure").asText()).as(result + "\n" + log).isEmpty();
    assertThat(result.path("charts")).isEqualTo(expected());
    assertThat(result.path("removed").toString()).isEqualTo("[\"second\"]");
    assertThat(log).contains("a plugin may print: it is not in the way of the answer");
  }

  @Test
  void limitsPlatformResourcesOnAllInOneSystems() throws Exception {
    JsonNode values = run("simplex", "").path("charts").path("demo").path("demo-space");

    assertThat(values.path("limit").toString()).isEqualTo("[true,2,8192]");
    assertThat(values.path("simplex").asBoolean()).isTrue();
    assertThat(values.path("ceph").toString()).isEqualTo("[\"[fd00::10]:6789\"]");
  }

  @Test
  void worksWithoutPyYaml() throws Exception {
    JsonNode result =
        run(
            "duplex",
            """
            class NoPyYaml:
                def find_spec(self, name, path=None, target=None):
                    if name == 'yaml':
                        from importlib.util import spec_from_file_location
                        import os
                        return spec_from_file_location('yaml', os.path.join(HERE, 'absent', 'yaml.py'))
            sys.meta_path.insert(0, NoPyYaml())
            """);

    assertThat(result.path("failure").asText()).as(result + "\n" + log).isEmpty();
    assertThat(result.path("removed").toString()).isEqualTo("[\"second\"]");
  }

  private JsonNode run(String mode, String preparation)
      throws IOException, URISyntaxException, PluginFailure {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    SampleWheel.into(tree);
    ObjectNode request = (ObjectNode) json.readTree(resource("request-" + mode + ".json"));
    Path manifests = Files.createDirectories(tree.resolve("fluxcd-manifests"));
    Files.writeString(manifests.resolve("kustomization.yaml"), "resources: [base, demo, second]\n");
    ((ObjectNode) request.path("application"))
        .put("tree", tree.toString())
        .put("manifests", manifests.toString());
    PythonWheels.of(tree)
        .unpack(directory.resolve("wheels"))
        .forEach(wheel -> request.withArray("wheels").add(wheel.toString()));
    Path main = HostFiles.write(Files.createDirectory(directory.resolve("host")));
    Path program =
        Files.writeString(
            main.resolveSibling("prepared.py"),
            "import os, runpy, sys\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
                + preparation
                + "runpy.run_path(os.path.join(HERE, 'main.py'), run_name='__main__')\n");
    PluginSettings settings = PluginSettings.of(Optional.empty(), System.getenv("PATH"));
    return new PythonProcess(settings, Path.of("python3"))
        .run(program, directory, request, Duration.ofMinutes(1), EveryHelperTest::yaml, log::add);
  }

  /** The one question that needs no cluster. */
  private static JsonNode yaml(String question, JsonNode details) throws UnansweredException {
    if (!question.equals("yaml_load")) {
      throw new UnansweredException("not expected: " + question);
    }
    return new ObjectMapper()
        .valueToTree(
            List.of(new org.yaml.snakeyaml.Yaml().<Object>load(details.path("text").asText())));
  }

  private JsonNode expected() throws IOException {
    return json.readTree(resource("every-helper.json"));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EveryHelperTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
