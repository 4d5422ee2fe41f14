/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.documents;
import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules, as they reach a cluster. */
class ChartMonitoringTest {

  private static final String ALERTS = "metrics: {alerts: {enabled: true, labels: {team: ops}}}";

  @Test
  void nothingIsMadeUnasked() {
    assertThat(render("").identities())
        .doesNotContain("ConfigMap trust/portieris-dashboard", "ConfigMap trust/portieris-alerts")
        .noneMatch(identity -> identity.startsWith("PrometheusRule"));
  }

  @Test
  void dashboardArrivesByteForByteWithTheLabelThatGrafanasSidecarLooksFor() throws IOException {
    JsonNode map =
        render("metrics: {dashboard: {enabled: true}}").get("ConfigMap", "portieris-dashboard");

    assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(map.at("/data/portieris.json").asText())
        .isEqualTo(Files.readString(RenderedChart.chart().resolve("files/dashboard.json")));
    assertThat(new ObjectMapper().readTree(map.at("/data/portieris.json").asText()).path("uid"))
        .isNotNull();
  }

  @Test
  void alertsAreAFileWhereNobodyServesTheirKind() {
    RenderedChart chart = render(ALERTS);

    assertThat(chart.ofKind("PrometheusRule")).isEmpty();
    JsonNode map = chart.get("ConfigMap", "portieris-alerts");
    assertThat(map.at("/metadata/labels/team").asText()).isEqualTo("ops");
    assertThat(documents(map.at("/data/portieris.yaml").asText()).getFirst().at("/groups/0/rules"))
        .isNotEmpty();
  }

  @Test
  void alertsAreAPrometheusRuleWhereThatKindIsServed() {
    RenderedChart chart =
        render(
            "portieris", ALERTS, "1.34.4", Map.of("APIVersion monitoring.coreos.com/v1", "true"));

    JsonNode rule = chart.get("PrometheusRule", "portieris");
    assertThat(rule.at("/metadata/labels/team").asText()).isEqualTo("ops");
    assertThat(rule.at("/spec/groups/0/rules"))
        .allSatisfy(
            alert -> {
              assertThat(alert.path("expr").asText()).contains("portieris_");
              assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            });
    assertThat(chart.find("ConfigMap", "portieris-alerts")).isEmpty();
  }
}
