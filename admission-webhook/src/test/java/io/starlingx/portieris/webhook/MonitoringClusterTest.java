/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.testbed.Awaited;
import io.starlingx.portieris.testbed.http.Answer;
import io.starlingx.portieris.testbed.http.FaultyServer;
import io.starlingx.portieris.testbed.http.ReceivedRequest;
import io.starlingx.portieris.testbed.object.Namespaces;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the real webhook shows of its work, against what documents, dashboard and alerts say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringClusterTest {

  private static final Path ROOT = Path.of(System.getProperty("portieris.root"));
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(portieris_\\w+)` \\| (\\w+)");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)[ {]");
  private static final Pattern USED = Pattern.compile("\\b(portieris|jvm|process)_\\w+");

  /** Appear with their first occurrence, which takes a silent host or more than one client. */
  private static final String UNLUCKY =
      "portieris_(outbound_(refused|opened)|admission_refused)_total counter";

  private static final String SIGNED = RegisteredWebhook.REPOSITORY + ":signed";
  private static final String UNSIGNED = RegisteredWebhook.REPOSITORY + ":unsigned";

  private final FaultyServer collector = FaultyServer.startPlain();
  private RegisteredWebhook webhook;
  private String first = "";

  @BeforeAll
  void admitAndDeny(@TempDir Path directory) throws Exception {
    collector.answer("/v1/traces", Answer.json("{}"));
    webhook =
        new RegisteredWebhook(
            directory,
            false,
            "events: {enabled: true}\nscan: {enabled: true, namespaces: [team]}\n"
                + "tracing: {endpoint: '"
                + collector.uri("")
                + "'}\n");
    for (String name : List.of("team", "rehearsal")) {
      webhook.admin().resource(Namespaces.of(name)).create();
    }
    webhook.policy(
        "ClusterImagePolicy",
        "all",
        "",
        """
        - {name: 'registry.example.com/*', policy: {trust: {enabled: true}}}
        - {name: 'down.example.com/*', policy: {trust: {enabled: true}}}
        """);
    Awaited.until(
        "policy", () -> page().contains("portieris_policies{kind=\"ClusterImagePolicy\"} 1"));
    webhook.admin().resource(pod("team", "signed", SIGNED)).create();
    deny(pod("team", "unsigned", UNSIGNED));
    deny(pod("team", "down", "down.example.com/app:1"));
    Awaited.until("events", () -> events("team").size() == 2);
    Awaited.until("scan", () -> page().contains("portieris_scan_leader 1.0"));
    first = page();
  }

  @AfterAll
  void stop() {
    webhook.close();
    collector.close();
  }

  private void deny(Pod pod) {
    assertThatThrownBy(() -> webhook.admin().resource(pod).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("Deny");
  }

  private static Pod pod(String namespace, String name, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("c")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }

  private String page() {
    URI uri = URI.create("http://127.0.0.1:" + webhook.webhook().metricsPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Event> events(String namespace) {
    return webhook.admin().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "ImageDenied".equals(event.getReason()))
        .toList();
  }

  @Test
  void documentListsExactlyWhatThereIs() throws IOException {
    Set<String> documented =
        pairs(DOCUMENTED, Files.readString(ROOT.resolve("docs/metrics.md"))).stream()
            .filter(metric -> !metric.matches(UNLUCKY))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> shown =
        pairs(FAMILY, page()).stream()
            .filter(metric -> metric.startsWith("portieris_"))
            .filter(metric -> !metric.contains("_max "))
            .filter(metric -> !metric.matches(UNLUCKY))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(shown).isEqualTo(documented);
  }

  private static Set<String> pairs(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1) + " " + match.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void dashboardAndAlertsUseOnlyWhatThereIs() throws IOException {
    Set<String> samples =
        SAMPLE.matcher(page()).results().map(match -> match.group(1)).collect(Collectors.toSet());
    samples.add("portieris_outbound_refused_total");
    samples.add("portieris_outbound_opened_total");
    Path files = ROOT.resolve("charts/portieris/files");
    JsonNode dashboard = new ObjectMapper().readTree(files.resolve("dashboard.json").toFile());
    JsonNode alerts =
        new ObjectMapper(new YAMLFactory()).readTree(files.resolve("alerts.yaml").toFile());
    Set<String> used = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      USED.matcher(expression.asText()).results().map(MatchResult::group).forEach(used::add);
    }
    for (JsonNode expression : alerts.findValues("expr")) {
      USED.matcher(expression.asText()).results().map(MatchResult::group).forEach(used::add);
    }

    assertThat(used).hasSizeGreaterThan(15).isSubsetOf(samples);
  }

  @Test
  void everyAlertIsDocumented() throws IOException {
    JsonNode alerts =
        new ObjectMapper(new YAMLFactory())
            .readTree(ROOT.resolve("charts/portieris/files/alerts.yaml").toFile());
    String document = Files.readString(ROOT.resolve("docs/metrics.md"));

    assertThat(alerts.findValuesAsText("alert"))
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(document).contains("| `" + alert + "` |"));
  }

  @Test
  void requestsAndVerdictsAreCountedByWhatBecameOfThem() {
    assertThat(first.lines())
        .contains(
            "portieris_pod_admission_decision_allow_count 1",
            "portieris_policy_rules{kind=\"ClusterImagePolicy\"} 2.0",
            "portieris_policy_rules_unusable{kind=\"ClusterImagePolicy\"} 0.0",
            "portieris_ready 1.0",
            "portieris_trust_first_use_total 1.0");
    assertThat(first)
        .containsPattern(
            "portieris_image_decisions_total\\{mode=\"enforce\",outcome=\"unavailable\","
                + "reason=\"UNAVAILABLE\",stage=\"admit\"} [1-9]")
        .containsPattern(
            "portieris_outbound_requests_total\\{host=\"localhost:[0-9]+\","
                + "outcome=\"unavailable\",peer=\"trust_server\"} [1-9]")
        .containsPattern("portieris_certificate_expiry_timestamp_seconds [1-9]");
  }

  @Test
  void collectorGetsTheSpansOfAReviewInOneTrace() {
    Awaited.until("spans", () -> spans().stream().anyMatch(s -> named(s, "review", "true")));

    JsonNode review =
        spans().stream().filter(s -> named(s, "review", "true")).findFirst().orElseThrow();
    String trace = review.path("traceId").asText();
    List<JsonNode> parts =
        spans().stream().filter(span -> span.path("traceId").asText().equals(trace)).toList();
    assertThat(parts)
        .extracting(span -> span.path("name").asText())
        .contains("review", "decode", "select", "verify", "respond", "GET");
    JsonNode verify =
        parts.stream().filter(s -> named(s, "verify", "ok")).findFirst().orElseThrow();
    assertThat(verify.path("parentSpanId")).isEqualTo(review.path("spanId"));
    assertThat(parts)
        .filteredOn(span -> span.path("name").asText().equals("GET"))
        .isNotEmpty()
        .allSatisfy(
            span -> {
              assertThat(span.path("parentSpanId")).isEqualTo(verify.path("spanId"));
              assertThat(span.path("attributes").toString()).contains("/_trust/tuf/");
            });
  }

  private static boolean named(JsonNode span, String name, String value) {
    return span.path("name").asText().equals(name)
        && span.path("attributes").findValuesAsText("stringValue").contains(value);
  }

  private List<JsonNode> spans() {
    List<JsonNode> spans = new ArrayList<>();
    for (ReceivedRequest request : collector.requests()) {
      try {
        new ObjectMapper()
            .readTree(request.body())
            .findValues("spans")
            .forEach(list -> list.forEach(spans::add));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return spans;
  }

  @Test
  void denialIsAnEventOnWhatIsDenied() {
    assertThat(events("team"))
        .filteredOn(event -> event.getInvolvedObject().getName().equals("unsigned"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("Pod");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getMessage()).contains("Deny \"" + UNSIGNED + "\"");
            });
  }

  @Test
  void denialOfAnOwnersPodIsAnEventOnTheOwner() {
    webhook.admin().resource(Namespaces.of("owned")).create();
    ReplicaSet owner = webhook.admin().resource(replicaSet("owned")).create();
    Pod pod =
        new PodBuilder(pod("owned", "", UNSIGNED))
            .editMetadata()
            .withName(null)
            .withGenerateName("web-")
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("ReplicaSet")
            .withName("web")
            .withUid(owner.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .build();

    deny(pod);
    deny(pod);

    Awaited.until("event", () -> !events("owned").isEmpty());
    assertThat(events("owned"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("ReplicaSet");
              assertThat(event.getInvolvedObject().getUid())
                  .isEqualTo(owner.getMetadata().getUid());
            });
  }

  private static ReplicaSet replicaSet(String namespace) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels("app", "web")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "web")
        .endMetadata()
        .withSpec(pod(namespace, "web", SIGNED).getSpec())
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void dryRunWritesNoEvent() {
    assertThatThrownBy(
            () ->
                webhook.admin().resource(pod("rehearsal", "rehearsed", UNSIGNED)).dryRun().create())
        .hasMessageContaining("Deny");
    deny(pod("rehearsal", "meant", UNSIGNED));

    Awaited.until("event", () -> !events("rehearsal").isEmpty());
    assertThat(events("rehearsal"))
        .singleElement()
        .satisfies(event -> assertThat(event.getInvolvedObject().getName()).isEqualTo("meant"));
  }
}
