/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the webhook may do, word for word: whoever adds a right has to write it down here. */
class ChartRbacTest {

  @Test
  void mayOnlyReadPoliciesAndNamedSecretsAndKeepItsOwnAuthority() {
    RenderedChart chart = render("");

    assertThat(rights(chart.get("ClusterRole", "portieris")))
        .containsExactlyInAnyOrder(
            "portieris.cloud.ibm.com/imagepolicies,clusterimagepolicies: list,watch",
            "portieris.cloud.ibm.com/imagepolicies/status,clusterimagepolicies/status: patch",
            "/secrets,serviceaccounts: get",
            "/pods,replicationcontrollers: get",
            "apps/deployments,replicasets,daemonsets,statefulsets: get",
            "batch/jobs,cronjobs: get",
            "/events: create",
            "admissionregistration.k8s.io/mutatingwebhookconfigurations,"
                + "validatingwebhookconfigurations[image-admission-config]:"
                + " get,patch");
    assertThat(rights(chart.get("Role", "portieris")))
        .containsExactlyInAnyOrder(
            "/configmaps: get,watch,create,update",
            "/events: create",
            "/secrets: create",
            "/secrets[portieris-ca]: get,update");
  }

  @Test
  void listsPodsAndWritesReportsOnlyWhereItScans() {
    RenderedChart chart = render("scan: {enabled: true}");

    assertThat(rights(chart.get("ClusterRole", "portieris")))
        .contains("/pods: list", "wgpolicyk8s.io/policyreports: create,patch");
    assertThat(rights(chart.get("Role", "portieris")))
        .contains(
            "coordination.k8s.io/leases: create",
            "coordination.k8s.io/leases[portieris-scan]: get,patch");
  }

  @Test
  void asksWhoMayLabelANamespaceOnlyWhereTheLabelCounts() {
    assertThat(rights(render("AllowAdmissionSkip: true").get("ClusterRole", "portieris")))
        .contains("authorization.k8s.io/subjectaccessreviews: create");
  }

  @Test
  void writesOnlyWhatItHasSeenWhereItsCertificateIsGiven() {
    RenderedChart chart = render("{UseCertManager: true, events: {enabled: false}}");

    assertThat(rights(chart.get("Role", "portieris")))
        .containsExactlyInAnyOrder("/configmaps: get,watch,create,update", "/events: create");
    assertThat(rights(chart.get("ClusterRole", "portieris")))
        .filteredOn(right -> !right.startsWith("portieris.cloud.ibm.com/imagepolicies/status,"))
        .allSatisfy(right -> assertThat(right).doesNotContainPattern("create|update|patch|delete"));
  }

  @Test
  void everyBindingNamesTheServiceAccountOfThePods() {
    RenderedChart chart = render("");

    for (JsonNode binding :
        List.of(
            chart.get("ClusterRoleBinding", "admission-portieris-webhook"),
            chart.get("RoleBinding", "portieris"))) {
      assertThat(binding.path("subjects").toString())
          .isEqualTo(
              "[{\"kind\":\"ServiceAccount\",\"name\":\"portieris\",\"namespace\":\"trust\"}]");
      assertThat(
              chart.find(
                  binding.at("/roleRef/kind").asText(), binding.at("/roleRef/name").asText()))
          .isPresent();
    }
    assertThat(chart.pod().path("serviceAccountName").asText()).isEqualTo("portieris");
  }

  private static List<String> rights(JsonNode role) {
    return role.path("rules")
        .valueStream()
        .map(
            rule ->
                joined(rule.path("apiGroups"))
                    + "/"
                    + joined(rule.path("resources"))
                    + (rule.has("resourceNames")
                        ? "[" + joined(rule.path("resourceNames")) + "]"
                        : "")
                    + ": "
                    + joined(rule.path("verbs")))
        .toList();
  }

  private static String joined(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
  }
}
