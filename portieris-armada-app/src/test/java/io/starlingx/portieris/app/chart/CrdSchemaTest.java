/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** The two CustomResourceDefinitions, as files. */
class CrdSchemaTest {

  private static final String SPEC = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";
  private static final String RULE = SPEC + "/properties/repositories/items";

  private final JsonNode namespaced = read("imagepolicies.yaml");
  private final JsonNode cluster = read("clusterimagepolicies.yaml");

  @Test
  void keepTheIdentityOfStoredPolicies() {
    assertThat(namespaced.at("/metadata/name").asText())
        .isEqualTo("imagepolicies.portieris.cloud.ibm.com");
    assertThat(namespaced.at("/spec/scope").asText()).isEqualTo("Namespaced");
    assertThat(cluster.at("/metadata/name").asText())
        .isEqualTo("clusterimagepolicies.portieris.cloud.ibm.com");
    assertThat(cluster.at("/spec/scope").asText()).isEqualTo("Cluster");
    for (JsonNode definition : List.of(namespaced, cluster)) {
      assertThat(definition.at("/spec/group").asText()).isEqualTo("portieris.cloud.ibm.com");
      assertThat(definition.at("/spec/versions")).hasSize(1);
      assertThat(definition.at("/spec/versions/0/name").asText()).isEqualTo("v1");
      assertThat(definition.at("/metadata/labels/app").asText()).isEqualTo("portieris");
    }
  }

  /** A pruned typo would be a check that is silently not made. */
  @Test
  void everyObjectOfTheSpecKeepsUnknownFields() {
    for (JsonNode definition : List.of(namespaced, cluster)) {
      List<String> objects = new ArrayList<>();
      walk(
          "spec",
          definition.at(SPEC),
          (path, schema) -> {
            if (schema.path("type").asText().equals("object")) {
              objects.add(path);
              assertThat(schema.path("x-kubernetes-preserve-unknown-fields").asBoolean())
                  .as(path)
                  .isTrue();
            }
          });
      assertThat(objects).hasSizeGreaterThan(9);
    }
  }

  @Test
  void everyFieldIsDescribed() {
    for (JsonNode definition : List.of(namespaced, cluster)) {
      walk(
          "spec",
          definition.at(SPEC),
          (path, schema) -> {
            if (!path.endsWith("[]")) {
              assertThat(schema.path("description").asText()).as(path).isNotEmpty();
            }
          });
    }
  }

  /** A default in the schema would rewrite stored policies. */
  @Test
  void nothingIsDefaulted() {
    assertThat(namespaced.findValues("default")).isEmpty();
    assertThat(cluster.findValues("default")).isEmpty();
  }

  @Test
  void bothKindsDifferOnlyWhereTheyMust() {
    ObjectNode mine = namespaced.at(SPEC).deepCopy();
    ObjectNode theirs = cluster.at(SPEC).deepCopy();
    ((ObjectNode) mine.at("/properties/repositories/items/properties")).remove("mandatory");
    ((ObjectNode) theirs.at("/properties/repositories/items/properties")).remove("mandatory");
    ((ObjectNode) mine.at("/properties/repositories/items/properties/policy")).remove("nullable");
    ((ObjectNode) theirs.at("/properties")).remove("exemptions");

    assertThat(mine).isEqualTo(theirs);
    assertThat(namespaced.at(RULE + "/properties/policy/nullable").asBoolean()).isTrue();
  }

  private static void walk(String path, JsonNode schema, BiConsumer<String, JsonNode> visit) {
    visit.accept(path, schema);
    schema
        .path("properties")
        .propertyStream()
        .forEach(property -> walk(path + "." + property.getKey(), property.getValue(), visit));
    if (schema.has("items")) {
      walk(path + "[]", schema.path("items"), visit);
    }
  }

  private static JsonNode read(String file) {
    Path path = RenderedChart.chart().resolve("crds").resolve(file);
    try {
      return RenderedChart.document(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
