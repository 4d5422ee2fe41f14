/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyDefinitionTest {

  private static final Path ROOT = Path.of(System.getProperty("portieris.root", ".."));
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** To mend: the command that stands in the file's second line, into that file. */
  @ParameterizedTest
  @EnumSource(PolicyKind.class)
  void theChartsDefinitionIsTheGeneratedOne(PolicyKind kind) throws IOException {
    assertThat(ROOT.resolve("charts/portieris/crds/" + kind.plural() + ".yaml"))
        .hasContent(PolicyDefinition.yaml(kind));
  }

  @Test
  void theReferenceIsTheGeneratedOne() throws IOException {
    assertThat(ROOT.resolve("docs/policy-reference.md")).hasContent(PolicyReference.markdown());
  }

  /** What the definition lists and what the webhook reads are the same fields, at every level. */
  @TestFactory
  Stream<DynamicTest> theReaderTakesExactlyTheFieldsOfTheDefinition() {
    return Stream.of(PolicyKind.values())
        .flatMap(
            kind -> {
              List<Level> levels = new ArrayList<>();
              collect(
                  PolicyDefinition.definition(kind)
                      .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
                  List.of(),
                  levels);
              assertThat(levels).hasSizeGreaterThan(10);
              return levels.stream()
                  .map(
                      level ->
                          DynamicTest.dynamicTest(
                              kind.kind() + " spec/" + String.join("/", level.path()),
                              () -> assertSameFields(kind, level)));
            });
  }

  @Test
  void everyFieldOfEitherKindStandsInTheReference() throws IOException {
    String reference = Files.readString(ROOT.resolve("docs/policy-reference.md"));

    assertThat(reference)
        .contains("## `spec.repositories[].policy.simple.requirements[].signedIdentity`")
        .contains("| `ICCRVA` | object |")
        .contains("| `require` | word or number | *New.*")
        .contains("*Cluster only.* Where an ImagePolicy decides");
  }

  /** A level of the definition: the way to an object, and the names of its fields. */
  private record Level(List<String> path, Set<String> fields) {}

  private static void collect(JsonNode schema, List<String> path, List<Level> levels) {
    if (!schema.has("properties")) {
      return;
    }
    Set<String> fields = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(fields::add);
    levels.add(new Level(path, fields));
    for (String field : fields) {
      JsonNode below = schema.path("properties").path(field);
      boolean list = below.has("items");
      List<String> there = new ArrayList<>(path);
      there.add(list ? field + "[]" : field);
      collect(list ? below.path("items") : below, there, levels);
    }
  }

  private static void assertSameFields(PolicyKind kind, Level level) {
    ObjectNode object = JSON.objectNode().put("kind", kind.kind());
    object.putObject("metadata").put("name", "p");
    ObjectNode at = object.putObject("spec");
    if (level.path().isEmpty()) {
      at.putArray("repositories").addObject().put("name", "*");
    }
    for (String step : level.path()) {
      at =
          step.endsWith("[]")
              ? at.putArray(step.substring(0, step.length() - 2)).addObject()
              : at.putObject(step);
    }
    at.put("nobodyKnowsThis", true);

    ImagePolicy policy = PolicyReader.read(object);
    String accepted =
        Stream.concat(
                policy.problems().stream(),
                policy.repositories().stream().flatMap(rule -> rule.problems().stream()))
            .filter(problem -> problem.contains("nobodyKnowsThis: unknown field; accepted here: "))
            .findFirst()
            .orElseThrow();
    Set<String> known =
        new TreeSet<>(List.of(accepted.substring(accepted.indexOf("here: ") + 6).split(", ", -1)));
    if (!kind.equals(PolicyKind.CLUSTER_IMAGE_POLICY)) {
      known.remove("exemptions");
    }
    assertThat(known).isEqualTo(level.fields());
  }
}
