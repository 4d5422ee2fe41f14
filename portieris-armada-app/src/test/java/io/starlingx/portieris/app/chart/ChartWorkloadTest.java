/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.app.chart;

import static io.starlingx.portieris.app.chart.RenderedChart.render;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployment, Service, PodDisruptionBudget and ServiceAccount. */
class ChartWorkloadTest {

  @Test
  void podsAskForNothingThatRestrictedNamespacesRefuse() {
    RenderedChart chart = render("");

    assertThat(chart.pod().path("securityContext").toString())
        .isEqualTo(
            "{\"runAsNonRoot\":true,\"runAsUser\":1000060001,"
                + "\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}");
    assertThat(chart.container().path("securityContext").toString())
        .isEqualTo(
            "{\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,"
                + "\"capabilities\":{\"drop\":[\"ALL\"]}}");
    assertThat(chart.pod().has("hostNetwork")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "'securityContext: {runAsUser: 2000}', 2000"})
  void openShiftChoosesTheUserUnlessAValueDoes(String values, String expected) {
    RenderedChart chart =
        render(
            "portieris", values, "1.34.4", Map.of("APIVersion security.openshift.io/v1", "true"));

    assertThat(chart.pod().at("/securityContext/runAsUser").asText()).isEqualTo(expected);
    assertThat(chart.pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  void onlyTemporaryFilesAreWritable() {
    RenderedChart chart = render("");

    assertThat(chart.container().path("volumeMounts"))
        .filteredOn(mount -> !mount.path("readOnly").asBoolean())
        .extracting(mount -> mount.path("mountPath").asText())
        .containsExactly("/tmp");
    assertThat(chart.pod().path("volumes"))
        .filteredOn(volume -> volume.has("emptyDir"))
        .extracting(volume -> volume.path("name").asText())
        .containsExactly("tmp");
  }

  @Test
  void everythingThatMayChangeIsMountedAsADirectory() {
    RenderedChart chart = render("");

    assertThat(chart.container().path("volumeMounts"))
        .noneMatch(mount -> mount.has("subPath"))
        .extracting(mount -> mount.path("mountPath").asText())
        .contains("/etc/portieris", "/etc/certs", "/etc/portieris-trusted-ca");
  }

  @Test
  void probesAskOverHttps() {
    JsonNode container = render("service: {targetPort: 9443}").container();

    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/liveness");
    assertThat(container.at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/health/readiness");
    assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe").map(container::path))
        .allSatisfy(
            probe -> {
              assertThat(probe.at("/httpGet/scheme").asText()).isEqualTo("HTTPS");
              assertThat(probe.at("/httpGet/port").asText()).isEqualTo("https");
            });
    assertThat(container.path("ports"))
        .anySatisfy(
            port -> {
              assertThat(port.path("name").asText()).isEqualTo("https");
              assertThat(port.path("containerPort").asInt()).isEqualTo(9443);
            });
  }

  @Test
  void podsStartAgainWhenTheConfigurationChanges() {
    String annotation = "/spec/template/metadata/annotations";

    assertThat(render("logging: {level: debug}").deployment().at(annotation))
        .isNotEqualTo(render("").deployment().at(annotation));
    assertThat(render("replicaCount: 5").deployment().at(annotation))
        .isEqualTo(render("").deployment().at(annotation));
  }

  @Test
  void withoutReplicasNothingRunsInTheCluster() {
    RenderedChart chart = render("replicaCount: 0\nwebHooks: {url: 'https://192.0.2.10:8000'}");

    assertThat(chart.identities())
        .noneMatch(identity -> identity.matches("(Deployment|Service|PodDisruptionBudget) .*"));
    assertThat(chart.identities())
        .contains("ConfigMap trust/portieris-config", "ServiceAccount trust/portieris");
  }

  @ParameterizedTest
  @CsvSource({
    "'', minAvailable, 1",
    "'podDisruptionBudget: {maxUnavailable: 1}', maxUnavailable, 1",
    "'podDisruptionBudget: {maxUnavailable: 0}', maxUnavailable, 0",
    "'podDisruptionBudget: {minAvailable: 50%}', minAvailable, 50%",
  })
  void budgetHoldsOneBoundOnly(String values, String bound, String expected) {
    JsonNode spec = render(values).get("PodDisruptionBudget", "portieris").path("spec");

    assertThat(spec.path(bound).asText()).isEqualTo(expected);
    assertThat(spec.has("minAvailable") && spec.has("maxUnavailable")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "podDisruptionBudget: {enabled: false}",
        "podDisruptionBudget: null",
        "podDisruptionBudget: {minAvailable: null}",
        "replicaCount: 1",
      })
  void noBudgetWhereItIsOffOrWouldBlockEveryDrain(String values) {
    assertThat(render(values).ofKind("PodDisruptionBudget")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.24.4, ''", "1.27.1, AlwaysAllow", "1.34.4, AlwaysAllow"})
  void unreadyPodsDoNotBlockADrainWhereKubernetesCanTell(String version, String expected) {
    assertThat(
            render("portieris", "", version)
                .get("PodDisruptionBudget", "portieris")
                .at("/spec/unhealthyPodEvictionPolicy")
                .asText())
        .isEqualTo(expected);
  }

  @Test
  void annotationsWorkUnderBothSpellings() {
    JsonNode annotations =
        render("deploymentAnnotations: {a: one}\ndeployemntAnnotations: {a: two, b: two}")
            .deployment()
            .at("/metadata/annotations");

    assertThat(annotations.toString()).isEqualTo("{\"a\":\"one\",\"b\":\"two\"}");
  }

  @Test
  void podAnnotationsJoinThoseOfPrometheus() {
    JsonNode annotations =
        render(
                "podAnnotations: {prometheus.io/scrape: 'false', team: x}\nservice: {metricsPort: 9}")
            .deployment()
            .at("/spec/template/metadata/annotations");

    assertThat(annotations.path("prometheus.io/scrape").asText()).isEqualTo("false");
    assertThat(annotations.path("prometheus.io/port").asText()).isEqualTo("9");
    assertThat(annotations.path("team").asText()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: {repository: r.io/a/b, tag: '2'} | r.io/a/b:2",
        "image: {host: 'registry.local:9001/x', tag: '2'} | registry.local:9001/x/portieris-webhook:2",
        "image: {host: r.io/, repository: q.io:5000/a/b, tag: '2'} | r.io/b:2",
        "image: {repository: r.io/a, digest: 'sha256:"
            + "0000000000000000000000000000000000000000000000000000000000000000'} | r.io/a@sha256:"
            + "0000000000000000000000000000000000000000000000000000000000000000",
      })
  void imageIsPutTogetherFromItsParts(String values, String expected) {
    assertThat(render(values).container().path("image").asText()).isEqualTo(expected);
  }

  @Test
  void defaultImageIsTheOneThatTheBuildMakes() throws Exception {
    Path pom = RenderedChart.root().resolve("pom.xml");
    Matcher repository = property("webhook.image.repository", Files.readString(pom));
    Matcher tag = property("webhook.image.tag", Files.readString(pom));

    assertThat(render("").container().path("image").asText())
        .isEqualTo(repository.group(1) + ":" + tag.group(1));
  }

  private static Matcher property(String name, String pom) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]+)<").matcher(pom);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher;
  }

  @Test
  void pullSecretsOfBothNamesReachTheServiceAccount() {
    JsonNode account =
        render("image: {pullSecrets: [a, b], pullSecret: c}").get("ServiceAccount", "portieris");

    assertThat(account.path("imagePullSecrets").toString())
        .isEqualTo("[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]");
    assertThat(render("").get("ServiceAccount", "portieris").has("imagePullSecrets")).isFalse();
  }

  @Test
  void hostNetworkKeepsClusterDns() {
    RenderedChart chart = render("useHostNetwork: true\npriorityClass: ''");

    assertThat(chart.pod().path("hostNetwork").asBoolean()).isTrue();
    assertThat(chart.pod().path("dnsPolicy").asText()).isEqualTo("ClusterFirstWithHostNet");
    assertThat(chart.pod().has("priorityClassName")).isFalse();
  }

  @Test
  void ipv6IsPreferredOnlyWhereAskedFor() {
    assertThat(render("preferIPv6: true").pod().at("/containers/0/env").toString())
        .isEqualTo(
            "[{\"name\":\"JDK_JAVA_OPTIONS\","
                + "\"value\":\"-Djava.net.preferIPv6Addresses=true\"}]");
    assertThat(render("").pod().at("/containers/0").has("env")).isFalse();
  }

  @Test
  void placementValuesReachThePods() {
    JsonNode pod =
        render(
                """
                nodeSelector: {disk: fast}
                tolerations: [{key: k, operator: Exists}]
                affinity: {nodeAffinity: {}}
                resources: {limits: {memory: 1Gi}}
                """)
            .pod();

    assertThat(pod.at("/nodeSelector/disk").asText()).isEqualTo("fast");
    assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("k");
    assertThat(pod.at("/affinity").has("nodeAffinity")).isTrue();
    assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isEqualTo("1Gi");
  }

  @Test
  void defaultPlacementAndSizeAreThoseOfEarlierReleases() {
    RenderedChart chart = render("");

    assertThat(chart.deployment().at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(chart.pod().path("priorityClassName").asText()).isEqualTo("system-cluster-critical");
    assertThat(
            chart.pod().at("/affinity/podAntiAffinity").findValues("topologyKey").stream()
                .map(JsonNode::asText))
        .isEqualTo(List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"));
    assertThat(chart.container().path("resources").toString())
        .isEqualTo(
            "{\"limits\":{\"cpu\":\"400m\",\"memory\":\"600Mi\"},"
                + "\"requests\":{\"cpu\":\"40m\",\"memory\":\"60Mi\"}}");
    assertThat(chart.container().path("imagePullPolicy").asText()).isEqualTo("Always");
  }

  @Test
  void podsSpreadOverNodesAndZonesWithoutWaitingForThem() {
    JsonNode constraints = render("").pod().path("topologySpreadConstraints");

    assertThat(constraints.findValues("topologyKey").stream().map(JsonNode::asText))
        .isEqualTo(List.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"));
    assertThat(constraints)
        .allSatisfy(
            constraint -> {
              assertThat(constraint.path("whenUnsatisfiable").asText()).isEqualTo("ScheduleAnyway");
              assertThat(constraint.at("/labelSelector/matchLabels").toString())
                  .isEqualTo("{\"app\":\"portieris\",\"release\":\"portieris\"}");
            });
  }

  @Test
  void ownSelectorOfASpreadIsKept() {
    JsonNode constraint =
        render(
                """
                topologySpreadConstraints:
                  - maxSkew: 2
                    topologyKey: rack
                    whenUnsatisfiable: DoNotSchedule
                    labelSelector: {matchLabels: {app: other}}
                """)
            .pod()
            .at("/topologySpreadConstraints/0");

    assertThat(constraint.path("maxSkew").asInt()).isEqualTo(2);
    assertThat(constraint.at("/labelSelector/matchLabels/app").asText()).isEqualTo("other");
  }

  @Test
  void serviceMapsItsPortsToThoseOfThePods() {
    JsonNode spec =
        render("service: {type: NodePort, port: 8443, metricsPort: 9090}\nselectByRelease: false")
            .get("Service", "portieris")
            .path("spec");

    assertThat(spec.path("type").asText()).isEqualTo("NodePort");
    assertThat(spec.at("/ports/0").toString())
        .isEqualTo(
            "{\"name\":\"https\",\"port\":8443,\"targetPort\":\"https\",\"protocol\":\"TCP\"}");
    assertThat(spec.at("/ports/1/port").asInt()).isEqualTo(9090);
    assertThat(spec.path("selector").toString()).isEqualTo("{\"app\":\"portieris\"}");
  }
}
