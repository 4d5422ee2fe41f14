/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that an in-place replacement of an earlier Portieris relies on. */
class ChartIdentitiesTest {

  @Test
  void lintsWithoutComplaint() {
    LintResult result = new Helm(RenderedChart.chart()).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.24.4", "1.29.2", "1.34.4"})
  void rendersTheSameObjectsOnEveryKubernetes(String version) {
    assertThat(render("portieris", "", version).identities())
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget trust/portieris",
            "ServiceAccount trust/portieris",
            "Secret trust/portieris-certs",
            "ConfigMap trust/portieris-config",
            "ClusterRole portieris",
            "ClusterRoleBinding admission-portieris-webhook",
            "Role trust/portieris",
            "RoleBinding trust/portieris",
            "Service trust/portieris",
            "Deployment trust/portieris",
            "MutatingWebhookConfiguration image-admission-config",
            "ValidatingWebhookConfiguration image-admission-config",
            "ImagePolicy trust/default",
            "ImagePolicy trust/portieris-upgrade");
  }

  @Test
  void refusesKubernetesBefore124() {
    assertThatThrownBy(() -> render("portieris", "", "1.23.17"))
        .hasMessageContaining("incompatible with Kubernetes");
  }

  @ParameterizedTest
  @CsvSource({
    "portieris, '', portieris",
    "portieris-portieris, '', portieris-portieris",
    "trust, '', trust-portieris",
    "trust, 'nameOverride: web', trust-web",
    "trust, 'fullnameOverride: gate', gate",
    "a-release-name-of-fifty-three-characters-0123456789ab, '',"
        + " a-release-name-of-fifty-three-characters-0123456789ab-portieris",
  })
  void namesTheDeploymentAfterTheRelease(String release, String values, String expected) {
    RenderedChart chart = render(release, values, "1.34.4");

    assertThat(chart.deployment().at("/metadata/name").asText()).isEqualTo(expected);
    assertThat(chart.get("Service", "portieris").at("/spec/selector/release").asText())
        .isEqualTo(release);
    assertThat(chart.find("PodDisruptionBudget", release)).isPresent();
  }

  @Test
  void selectorsMatchTheImmutableOnesAndThePods() {
    RenderedChart chart = render("portieris-portieris", "", "1.34.4");
    JsonNode labels = chart.deployment().at("/spec/template/metadata/labels");

    assertThat(labels.toString())
        .isEqualTo("{\"app\":\"portieris\",\"release\":\"portieris-portieris\"}");
    assertThat(chart.deployment().at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(chart.get("Service", "portieris").at("/spec/selector")).isEqualTo(labels);
    assertThat(
            chart
                .get("PodDisruptionBudget", "portieris-portieris")
                .at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
  }

  @Test
  void everyObjectCarriesTheLabelOfTheApplication() {
    assertThat(render("").objects())
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/labels/app").asText())
                    .as("%s", object.at("/metadata/name"))
                    .isEqualTo("portieris"));
  }
}
