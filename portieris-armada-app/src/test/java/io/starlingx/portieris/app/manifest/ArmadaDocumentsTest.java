/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ArmadaDocumentsTest {

  @Test
  void everyDocumentFollowsItsSchema() {
    assertThat(documents("demo-one", "demo-two"))
        .hasSize(4)
        .allSatisfy(document -> assertThat(ArmadaSchema.violations(document)).isEmpty());
  }

  @Test
  void prefixAndReleaseAreTheNameThatFluxGives() {
    assertThat(names("demo-one", "demo-two")).containsExactly("demo-one", "demo-two");
    assertThat(names("cm-cert-manager")).containsExactly("cm-cert-manager");
    assertThat(names("a-b-one", "a-c-two")).containsExactly("a-b-one", "a-c-two");
  }

  @Test
  void withoutACommonPrefixTheApplicationsNameIsPutBefore() {
    assertThat(names("one", "two")).containsExactly("app-one", "app-two");
  }

  private static List<String> names(String... releases) {
    List<JsonNode> documents = documents(releases);
    String prefix = documents.getLast().at("/data/release_prefix").asText();
    return documents.stream()
        .filter(document -> document.path("schema").asText().equals("armada/Chart/v1"))
        .map(document -> prefix + "-" + document.at("/data/release").asText())
        .toList();
  }

  private static List<JsonNode> documents(String... names) {
    Map<Release, Map<String, Object>> releases = new LinkedHashMap<>();
    for (String name : names) {
      releases.put(
          new Release("r-" + name, name, "ns", "chart", "1.0.0+a", Path.of("x")),
          Map.of("replicas", 1));
    }
    Yaml reader = new Yaml(new SafeConstructor(new LoaderOptions()));
    Iterable<Object> documents =
        reader.loadAll(ArmadaDocuments.of("app", "stx-platform", releases));
    ObjectMapper json = new ObjectMapper();
    return StreamSupport.stream(documents.spliterator(), false)
        .<JsonNode>map(json::valueToTree)
        .toList();
  }
}
