/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.manifest;

import static io.starlingx.portieris.app.manifest.Manifests.document;
import static io.starlingx.portieris.app.manifest.Manifests.documents;
import static io.starlingx.portieris.app.manifest.Manifests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArmadaManifestTest {

  private List<JsonNode> documents = List.of();

  @BeforeEach
  void read() throws IOException {
    documents = documents("armada/manifest.yaml");
  }

  @Test
  void everyDocumentFollowsItsSchema() {
    assertThat(documents)
        .hasSize(3)
        .allSatisfy(document -> assertThat(ArmadaSchema.violations(document)).isEmpty());
  }

  @Test
  void theSchemaRefusesWhatLacksOrHoldsTooMuch() {
    ObjectNode chart = ofSchema("armada/Chart/v1").deepCopy();
    chart.withObject("/data").put("unknown", 1).remove("release");
    chart.withObject("/data/source").remove("subpath");

    assertThat(ArmadaSchema.violations(chart))
        .containsExactlyInAnyOrder(
            "data: lacks release", "data: may not hold unknown", "data.source: lacks subpath");
  }

  @Test
  void referencesResolve() {
    JsonNode chart = ofSchema("armada/Chart/v1");
    JsonNode group = ofSchema("armada/ChartGroup/v1");
    JsonNode manifest = ofSchema("armada/Manifest/v1");

    assertThat(texts(group.at("/data/chart_group")))
        .containsExactly(chart.at("/metadata/name").asText());
    assertThat(texts(manifest.at("/data/chart_groups")))
        .containsExactly(group.at("/metadata/name").asText());
  }

  @Test
  void releaseHasTheNameThatFluxGivesIt() throws IOException {
    String name =
        ofSchema("armada/Manifest/v1").at("/data/release_prefix").asText()
            + "-"
            + ofSchema("armada/Chart/v1").at("/data/release").asText();

    assertThat(name)
        .isEqualTo(document("fluxcd/portieris/helmrelease.yaml").at("/spec/releaseName").asText());
  }

  @Test
  void chartIsTheOneInTheTarball() {
    assertThat(ofSchema("armada/Chart/v1").at("/data/source/location").asText())
        .endsWith("/stx-platform/portieris-@CHART_VERSION@.tgz");
  }

  @Test
  void valuesAreThoseOfTheFluxTree() throws IOException {
    assertThat(ofSchema("armada/Chart/v1").at("/data/values"))
        .isEqualTo(document("fluxcd/portieris/portieris-static-overrides.yaml"));
  }

  private JsonNode ofSchema(String schema) {
    return documents.stream()
        .filter(document -> document.path("schema").asText().equals(schema))
        .findFirst()
        .orElseThrow();
  }
}
