/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that come with the chart, and those that values bring. */
class ChartPoliciesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "None | ImagePolicy trust/default, ImagePolicy trust/portieris-upgrade",
        "Permissive | ClusterImagePolicy portieris-permissive, ImagePolicy trust/portieris-upgrade",
        "IKS | ImagePolicy trust/default, ImagePolicy kube-system/default,"
            + " ImagePolicy ibm-system/default, ClusterImagePolicy default,"
            + " ImagePolicy trust/portieris-upgrade",
      })
  void eachPolicySetBringsItsObjects(String set, String expected) {
    assertThat(policies(render("PolicySet: " + set)))
        .containsExactlyInAnyOrder(expected.split(", *"));
  }

  private static List<String> policies(RenderedChart chart) {
    return chart.identities().stream().filter(i -> i.contains("ImagePolicy ")).toList();
  }

  @Test
  void policiesOfNoneAndIksAreHooksAsInEarlierReleases() {
    assertThat(render("PolicySet: IKS").objects())
        .filteredOn(object -> object.at("/metadata/name").asText().equals("default"))
        .hasSize(4)
        .allSatisfy(
            policy ->
                assertThat(policy.at("/metadata/annotations").path("was/hook").asText())
                    .isEqualTo("post-install"));
  }

  @Test
  void permissivePolicyGoesWithTheValue() {
    JsonNode policy =
        render("PolicySet: Permissive").get("ClusterImagePolicy", "portieris-permissive");

    assertThat(policy.at("/metadata").has("annotations")).isFalse();
    assertThat(policy.path("spec").toString())
        .isEqualTo("{\"repositories\":[{\"name\":\"*\",\"policy\":{}}]}");
  }

  @Test
  void releaseNamespaceAdmitsTheOwnImageByTagAndDigestOnly() {
    RenderedChart chart = render("image: {repository: r.io/a/webhook}");

    for (String name : List.of("default", "portieris-upgrade")) {
      assertThat(names(chart.get("ImagePolicy", name)))
          .containsExactly("r.io/a/webhook", "r.io/a/webhook@sha256:*");
    }
  }

  @Test
  void upgradePolicyIsThereBeforeTheNewPods() {
    assertThat(
            render("")
                .get("ImagePolicy", "portieris-upgrade")
                .at("/metadata/annotations")
                .toString())
        .isEqualTo(
            "{\"was/hook\":\"pre-upgrade\",\"was/hook-delete-policy\":\"before-hook-creation\"}");
  }

  @Test
  void iksListsTheServicesRepositories() {
    RenderedChart chart =
        render("{PolicySet: IKS, clusterPolicy: {allowedRepositories: [{name: 'icr.io/x'}]}}");

    assertThat(names(inNamespace(chart, "kube-system"))).hasSize(10).contains("*");
    assertThat(names(inNamespace(chart, "ibm-system")))
        .hasSize(10)
        .contains(
            "registry*.bluemix.net/armada-worker/*",
            "*.icr.io/armada/*",
            "icr.io/armada-master/*",
            "icr.io/ext/istio/*")
        .doesNotContain("*");
    assertThat(names(chart.get("ClusterImagePolicy", "default"))).containsExactly("icr.io/x");
  }

  @Test
  void iksLeavesOutANamespaceThatTheClusterLacks() {
    RenderedChart chart =
        render(
            "portieris",
            "PolicySet: IKS",
            "1.34.4",
            Map.of("Namespace kube-system", "{\"metadata\":{\"name\":\"kube-system\"}}"));

    assertThat(policies(chart)).doesNotContain("ImagePolicy ibm-system/default");
  }

  private static JsonNode inNamespace(RenderedChart chart, String namespace) {
    return chart
        .ofKind("ImagePolicy")
        .filter(policy -> policy.at("/metadata/namespace").asText().equals(namespace))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode policy) {
    return policy.at("/spec/repositories").findValuesAsText("name");
  }

  private static final String OWN =
      """
      PolicySet: None
      policies:
        cluster:
          - name: bootstrap-base
            repositories: [{name: "icr.io/*", policy: {trust: {enabled: true, future: 1}}}]
            exemptions:
              - {image: "icr.io/a@sha256:%1$064d", reason: outage, until: "2026-12-01T00:00:00Z"}
        namespaced:
          - {name: one, namespace: team-a, repositories: []}
          - {name: two, namespace: team-a, repositories: [{name: "*"}]}
          - {name: own, namespace: trust, repositories: []}
          - {name: base, namespace: default, repositories: []}
      """
          .formatted(0);

  @Test
  void ownPoliciesAreOrdinaryObjectsWithEveryFieldAsWritten() {
    RenderedChart chart = render(OWN);

    JsonNode base = chart.get("ClusterImagePolicy", "bootstrap-base");
    assertThat(base.at("/metadata").has("annotations")).isFalse();
    assertThat(base.at("/spec/repositories/0/policy/trust").toString())
        .isEqualTo("{\"enabled\":true,\"future\":1}");
    assertThat(base.at("/spec/exemptions/0/reason").asText()).isEqualTo("outage");
    assertThat(policies(chart))
        .contains(
            "ImagePolicy team-a/one",
            "ImagePolicy team-a/two",
            "ImagePolicy trust/own",
            "ImagePolicy default/base");
    assertThat(chart.get("ImagePolicy", "one").at("/spec/repositories").toString()).isEqualTo("[]");
  }

  @Test
  void missingNamespaceIsMadeOnceAndKept() {
    List<JsonNode> namespaces = render(OWN).ofKind("Namespace").toList();

    assertThat(namespaces).hasSize(1);
    assertThat(namespaces.getFirst().at("/metadata/name").asText()).isEqualTo("team-a");
    assertThat(
            namespaces
                .getFirst()
                .at("/metadata/annotations")
                .path("helm.sh/resource-policy")
                .asText())
        .isEqualTo("keep");
  }

  @Test
  void namespaceOfSomebodyElseIsLeftAlone() {
    Map<String, String> live = Map.of("Namespace team-a", "{\"metadata\":{\"name\":\"team-a\"}}");

    assertThat(render("portieris", OWN, "1.34.4", live).ofKind("Namespace")).isEmpty();
  }
}
