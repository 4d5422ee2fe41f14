/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Required and allowed properties of the Armada v1 documents. */
final class ArmadaSchema {

  /** Properties of one object: their names, and which of them must be there. */
  private record Shape(Set<String> required, Set<String> allowed) {}

  private static Shape shape(Set<String> required, String... optional) {
    Set<String> allowed = new TreeSet<>(required);
    allowed.addAll(List.of(optional));
    return new Shape(required, allowed);
  }

  private static final Shape DOCUMENT = shape(Set.of("schema", "metadata", "data"));
  private static final Shape METADATA = shape(Set.of("schema", "name"));

  private static final Map<String, Shape> DATA =
      Map.of(
          "armada/Chart/v1",
          shape(
              Set.of("chart_name", "namespace", "release", "source"),
              "values",
              "dependencies",
              "protected",
              "test",
              "timeout",
              "wait",
              "delete",
              "install",
              "upgrade"),
          "armada/ChartGroup/v1",
          shape(Set.of("chart_group"), "description", "sequenced", "test_charts"),
          "armada/Manifest/v1",
          shape(Set.of("release_prefix", "chart_groups")));

  private static final Map<String, Shape> CHART_PARTS =
      Map.of(
          "source",
          shape(Set.of("type", "location", "subpath"), "reference", "proxy_server", "auth_method"),
          "wait",
          shape(Set.of(), "timeout", "labels", "resources", "native"),
          "upgrade",
          shape(Set.of("no_hooks"), "pre", "post", "options"),
          "delete",
          shape(Set.of(), "timeout"),
          "protected",
          shape(Set.of(), "continue_processing"));

  private ArmadaSchema() {}

  /** Every violation, by the place where it is; empty when the document is valid. */
  static List<String> violations(JsonNode document) {
    List<String> violations = new ArrayList<>();
    check("", DOCUMENT, document, violations);
    check("metadata", METADATA, document.path("metadata"), violations);
    Shape data = DATA.get(document.path("schema").asText());
    if (data == null) {
      violations.add("schema: " + document.path("schema"));
      return violations;
    }
    check("data", data, document.path("data"), violations);
    if (document.path("schema").asText().equals("armada/Chart/v1")) {
      CHART_PARTS.forEach(
          (part, shape) -> {
            if (document.path("data").has(part)) {
              check("data." + part, shape, document.path("data").path(part), violations);
            }
          });
    }
    return violations;
  }

  private static void check(String at, Shape shape, JsonNode node, List<String> violations) {
    for (String property : shape.required()) {
      if (!node.has(property)) {
        violations.add(at + ": lacks " + property);
      }
    }
    node.fieldNames()
        .forEachRemaining(
            property -> {
              if (!shape.allowed().contains(property)) {
                violations.add(at + ": may not hold " + property);
              }
            });
  }
}
