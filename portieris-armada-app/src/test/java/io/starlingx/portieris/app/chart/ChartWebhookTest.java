/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two webhook configurations. */
class ChartWebhookTest {

  private static final String LIVE =
      "{\"webhooks\":[{\"name\":\"x\",\"clientConfig\":{\"caBundle\":\"bGl2ZQ==\"}}]}";

  @Test
  void isOneOrdinaryObjectWithItsFullRules() {
    List<JsonNode> configurations = render("").ofKind("MutatingWebhookConfiguration").toList();

    assertThat(configurations).hasSize(1);
    assertThat(configurations.getFirst().at("/metadata/annotations").toString())
        .doesNotContain("hook");
    assertThat(configurations.getFirst().path("webhooks")).hasSize(1);
  }

  @Test
  void sendsEveryWorkloadOfTheNamedGroupsAndNoOther() {
    JsonNode rules = render("").webhook().path("rules");

    assertThat(resources(rules, ""))
        .containsExactly("pods", "pods/ephemeralcontainers", "replicationcontrollers");
    assertThat(resources(rules, "apps"))
        .containsExactly("deployments", "replicasets", "daemonsets", "statefulsets");
    assertThat(resources(rules, "batch")).containsExactly("jobs", "cronjobs");
    assertThat(rules).hasSize(3);
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.path("operations").toString()).isEqualTo("[\"CREATE\",\"UPDATE\"]");
              assertThat(rule.path("scope").asText()).isEqualTo("Namespaced");
            });
  }

  private static List<String> resources(JsonNode rules, String group) {
    return StreamSupport.stream(rules.spliterator(), false)
        .filter(rule -> rule.at("/apiGroups/0").asText().equals(group))
        .flatMap(rule -> rule.path("resources").valueStream())
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void theFinalObjectIsCheckedByTheSameRules() {
    RenderedChart chart =
        render(
            """
            webHooks: {failurePolicy: Ignore, timeoutSeconds: 5}
            excludedNamespaces: [kube-system]
            ObjectSelectorAdmissionSkip: {matchLabels: {checked: "true"}}
            """);
    JsonNode last = validating(chart).at("/webhooks/0");

    assertThat(last.path("name").asText()).isEqualTo("images.portieris.cloud.ibm.com");
    assertThat(last.at("/clientConfig/service/path").asText()).isEqualTo("/validate");
    for (String field :
        List.of(
            "rules",
            "namespaceSelector",
            "objectSelector",
            "failurePolicy",
            "timeoutSeconds",
            "matchPolicy",
            "sideEffects")) {
      assertThat(last.get(field)).as(field).isNotNull().isEqualTo(chart.webhook().get(field));
    }
  }

  @Test
  void advisesOnPoliciesWithoutStandingInTheWay() {
    JsonNode policies = validating(render("")).at("/webhooks/1");

    assertThat(policies.path("name").asText()).isEqualTo("policies.portieris.cloud.ibm.com");
    assertThat(policies.path("failurePolicy").asText()).isEqualTo("Ignore");
    assertThat(policies.at("/clientConfig/service/path").asText()).isEqualTo("/validate-policy");
    assertThat(policies.at("/rules/0/resources").toString())
        .isEqualTo("[\"imagepolicies\",\"clusterimagepolicies\"]");
  }

  @Test
  void guardsTheSkipLabelOnEveryWayToSetIt() {
    assertThat(validating(render("")).toString()).doesNotContain("/validate-namespace");

    JsonNode guard =
        validating(render("{AllowAdmissionSkip: true, webHooks: {failurePolicy: Ignore}}"))
            .at("/webhooks/2");

    assertThat(guard.path("name").asText()).isEqualTo("namespaces.portieris.cloud.ibm.com");
    assertThat(guard.path("failurePolicy").asText()).isEqualTo("Fail");
    assertThat(guard.at("/clientConfig/service/path").asText()).isEqualTo("/validate-namespace");
    assertThat(guard.at("/rules/0/resources").toString())
        .isEqualTo("[\"namespaces\",\"namespaces/status\",\"namespaces/finalize\"]");
    assertThat(guard.at("/objectSelector/matchLabels").toString())
        .isEqualTo("{\"securityenforcement.admission.cloud.ibm.com/namespace\":\"skip\"}");
  }

  private static JsonNode validating(RenderedChart chart) {
    return chart.get("ValidatingWebhookConfiguration", "image-admission-config");
  }

  @Test
  void keepsTheNameAndFailsClosed() {
    JsonNode webhook = render("").webhook();

    assertThat(webhook.path("name").asText())
        .isEqualTo("trust.hooks.securityenforcement.admission.cloud.ibm.com");
    assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
    assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(15);
    assertThat(webhook.path("sideEffects").asText()).isEqualTo("NoneOnDryRun");
    assertThat(webhook.path("reinvocationPolicy").asText()).isEqualTo("IfNeeded");
    assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
    assertThat(webhook.path("admissionReviewVersions").toString()).isEqualTo("[\"v1\"]");
    assertThat(webhook.has("objectSelector")).isFalse();
    assertThat(webhook.path("clientConfig").toString())
        .isEqualTo(
            "{\"service\":{\"name\":\"portieris\",\"namespace\":\"trust\",\"path\":\"/admit\","
                + "\"port\":443}}");
  }

  @Test
  void timeoutAndFailurePolicyAreValues() {
    JsonNode webhook = render("webHooks: {timeoutSeconds: 5, failurePolicy: Ignore}").webhook();

    assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(5);
    assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Ignore");
  }

  @ParameterizedTest
  @CsvSource({
    "https://192.0.2.10:8000, https://192.0.2.10:8000/admit",
    "https://hooks.example.com/trust/, https://hooks.example.com/trust/admit",
  })
  void urlReplacesTheService(String url, String expected) {
    JsonNode client = render("webHooks: {url: '" + url + "'}").webhook().path("clientConfig");

    assertThat(client.path("url").asText()).isEqualTo(expected);
    assertThat(client.has("service")).isFalse();
  }

  @Test
  void neverChecksTheReleaseNamespaceAndTheExcludedOnes() {
    JsonNode selector =
        render("excludedNamespaces: [kube-system, trust, kube-system]")
            .webhook()
            .path("namespaceSelector");

    assertThat(selector.toString())
        .isEqualTo(
            "{\"matchExpressions\":[{\"key\":\"kubernetes.io/metadata.name\","
                + "\"operator\":\"NotIn\",\"values\":[\"trust\",\"kube-system\"]}]}");
  }

  @Test
  void skipLabelCountsOnlyWhereItIsAllowed() {
    assertThat(render("").webhook().toString()).doesNotContain("cloud.ibm.com/namespace");
    assertThat(render("AllowAdmissionSkip: true").webhook().at("/namespaceSelector").toString())
        .contains(
            "{\"key\":\"securityenforcement.admission.cloud.ibm.com/namespace\","
                + "\"operator\":\"NotIn\",\"values\":[\"skip\"]}");
  }

  @Test
  void ownSelectorsAreAdded() {
    JsonNode webhook =
        render(
                """
                NamespaceSelectorAdmissionSkip:
                  - {key: skip, operator: DoesNotExist}
                ObjectSelectorAdmissionSkip:
                  matchLabels: {checked: "true"}
                """)
            .webhook();

    assertThat(webhook.at("/namespaceSelector/matchExpressions")).hasSize(2);
    assertThat(webhook.at("/namespaceSelector/matchExpressions/1/key").asText()).isEqualTo("skip");
    assertThat(webhook.at("/objectSelector/matchLabels/checked").asText()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({"''", "'UseCertManager: true'", "'SkipSecretCreation: true'"})
  void upgradeKeepsWhatTheApiServerTrusts(String values) {
    RenderedChart chart =
        render(
            "portieris",
            values,
            "1.34.4",
            Map.of("MutatingWebhookConfiguration image-admission-config", LIVE));

    assertThat(chart.webhook().at("/clientConfig/caBundle").asText()).isEqualTo("bGl2ZQ==");
  }

  @Test
  void givenAuthorityComesFromItsSecret() {
    RenderedChart chart =
        render(
            "portieris",
            "SkipSecretCreation: true",
            "1.34.4",
            Map.of(
                "MutatingWebhookConfiguration image-admission-config",
                LIVE,
                "Secret portieris-certs",
                "{\"data\":{\"ca.crt\":\"c2VjcmV0\"}}"));

    assertThat(chart.webhook().at("/clientConfig/caBundle").asText()).isEqualTo("c2VjcmV0");
  }

  @Test
  void inlineAuthorityWinsOverTheLiveOne() {
    RenderedChart chart =
        render(
            "portieris",
            "UseGeneratedCerts: {enabled: true, tlsCert: a, tlsKey: b, caCert: inline}",
            "1.34.4",
            Map.of("MutatingWebhookConfiguration image-admission-config", LIVE));

    assertThat(chart.webhook().at("/clientConfig/caBundle").asText()).isEqualTo("aW5saW5l");
  }

  @Test
  void firstInstallClaimsNoAuthority() {
    assertThat(render("").webhook().path("clientConfig").has("caBundle")).isFalse();
  }
}
