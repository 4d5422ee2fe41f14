/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.testbed.Progress;
import io.starlingx.portieris.testbed.kubernetes.KubernetesBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the real kustomize makes of the FluxCD tree. */
class FluxTreeTest {

  @TempDir Path directory;

  @Test
  void buildsTheReleaseItsRepositoryAndBothValuesSecrets() throws Exception {
    List<JsonNode> objects = build();

    assertThat(objects)
        .extracting(
            object ->
                object.path("kind").asText()
                    + " "
                    + object.at("/metadata/namespace").asText()
                    + "/"
                    + object.at("/metadata/name").asText())
        .containsExactlyInAnyOrder(
            "HelmRepository portieris/stx-platform",
            "HelmRelease portieris/portieris",
            "Secret portieris/portieris-static-overrides",
            "Secret portieris/portieris-system-overrides");
  }

  @Test
  void secretsHoldTheFilesUnderTheKeysThatTheReleaseReads() throws Exception {
    List<JsonNode> objects = build();
    JsonNode release =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("HelmRelease"))
            .findFirst()
            .orElseThrow();

    for (JsonNode source : release.at("/spec/valuesFrom")) {
      String key = source.path("valuesKey").asText();
      JsonNode secret =
          objects.stream()
              .filter(object -> object.at("/metadata/name").equals(source.path("name")))
              .findFirst()
              .orElseThrow();
      byte[] data = Base64.getMimeDecoder().decode(secret.path("data").path(key).asText());
      assertThat(new String(data, UTF_8))
          .isEqualTo(Files.readString(Manifests.FOLDER.resolve("fluxcd/portieris").resolve(key)));
    }
  }

  private List<JsonNode> build() throws IOException, InterruptedException {
    Path output = directory.resolve("objects.yaml");
    Process kubectl =
        new ProcessBuilder(
                KubernetesBinary.of(System.getenv(), Progress.onStandardError())
                    .obtain()
                    .kubectl()
                    .toString(),
                "kustomize",
                Manifests.FOLDER.resolve("fluxcd").toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(kubectl.waitFor()).isZero();
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(yaml.loadAll(Files.readString(output)).spliterator(), false)
        .<JsonNode>map(new ObjectMapper()::valueToTree)
        .toList();
  }
}
