/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NetworkPolicy of the pods. */
class ChartNetworkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "networkPolicy: null",
        "{replicaCount: 0, webHooks: {url: 'https://127.0.0.1:8000'}, networkPolicy: {enabled: true}}"
      })
  void noneUnlessAskedForAndThereArePods(String values) {
    assertThat(render(values).ofKind("NetworkPolicy")).isEmpty();
  }

  @Test
  void anybodyMayCallTheWebhookAndNobodyReadItsMetrics() {
    JsonNode spec =
        render("{networkPolicy: {enabled: true}, service: {targetPort: 9443}}")
            .get("NetworkPolicy", "portieris")
            .path("spec");

    assertThat(spec.path("policyTypes").toString()).isEqualTo("[\"Ingress\"]");
    assertThat(spec.path("ingress").toString())
        .isEqualTo("[{\"ports\":[{\"protocol\":\"TCP\",\"port\":9443}]}]");
    assertThat(spec.at("/podSelector/matchLabels").toString())
        .isEqualTo("{\"app\":\"portieris\",\"release\":\"portieris\"}");
  }

  @Test
  void metricsAreForTheNamedPeers() {
    JsonNode rule =
        render(
                """
                networkPolicy:
                  enabled: true
                  metricsFrom: [{namespaceSelector: {matchLabels: {name: monitoring}}}]
                """)
            .get("NetworkPolicy", "portieris")
            .at("/spec/ingress/1");

    assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(8080);
    assertThat(rule.at("/from/0/namespaceSelector/matchLabels/name").asText())
        .isEqualTo("monitoring");
  }

  @Test
  void namesAreAlwaysResolvedWhereEgressIsLimited() {
    JsonNode spec =
        render(
                """
                networkPolicy:
                  enabled: true
                  egress: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}]
                """)
            .get("NetworkPolicy", "portieris")
            .path("spec");

    assertThat(spec.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(spec.at("/egress/0/ports").findValuesAsText("port")).containsOnly("53");
    assertThat(spec.at("/egress/1/to/0/ipBlock/cidr").asText()).isEqualTo("192.0.2.0/24");
  }
}
