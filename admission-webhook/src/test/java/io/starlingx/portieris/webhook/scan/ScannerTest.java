/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Definitions;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.webhook.config.ScanSettings;
import io.starlingx.portieris.webhook.review.PullCredentials;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scans of a real API server's pods, first without and then with the kind PolicyReport; the judge
 * knows its answers by the image's tag.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScannerTest {

  private static final int LIMIT_SECONDS = 120;
  private static final String NAMESPACE = "portieris";
  private static final Digest DIGEST = Digest.parse("sha256:" + "5d".repeat(32)).orElseThrow();

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final List<Boolean> background = new ArrayList<>();
  private ControlPlane cluster;
  private KubernetesClient client;

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster = ControlPlane.start(directory);
    client = cluster.client();
    for (String name : List.of(NAMESPACE, "team", "other", "many")) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    client.resource(pod("team", "mixed", "app:pass", "app:fail", "app:fail")).create();
    client.resource(pod("team", "rest", "app:error", "app:skip", "app:warn")).create();
    client.resource(pod("other", "out", "app:pass")).create();
  }

  @AfterAll
  void stop() {
    client.close();
    cluster.close();
    executor.shutdownNow();
  }

  private static Pod pod(String namespace, String name, String... images) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withContainers(
            IntStream.range(0, images.length)
                .mapToObj(
                    i ->
                        new io.fabric8.kubernetes.api.model.ContainerBuilder()
                            .withName("c" + i)
                            .withImage(images[i])
                            .build())
                .toList())
        .endSpec()
        .build();
  }

  private ImageDecision decide(ImageQuery query, RequestContext context) {
    asked.add(query.image());
    background.add(context.isBackground());
    String tag = query.image().substring(query.image().indexOf(':') + 1);
    Verdict refused = new Verdict.Rejected(ReasonCode.NO_SIGNATURE, "nobody signed it");
    return switch (tag) {
      case "fail" -> decision(query, refused, Mode.ENFORCE, "Deny, nobody signed it");
      case "warn" -> decision(query, refused, Mode.WARN, "Deny, nobody signed it");
      case "error" ->
          decision(query, new Verdict.Unavailable("silence"), Mode.ENFORCE, "Deny, silence");
      case "skip" ->
          decision(
              query,
              new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX),
              Mode.ENFORCE,
              "");
      default ->
          decision(
              query,
              new Verdict.Trusted(Optional.of(DIGEST), List.of("alice"), Instant.MAX),
              Mode.ENFORCE,
              "");
    };
  }

  private static ImageDecision decision(
      ImageQuery query, Verdict verdict, Mode mode, String message) {
    return new ImageDecision(
        query.image(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        mode,
        verdict,
        message,
        Optional.empty(),
        List.of());
  }

  private Scanner.Engine engine() {
    return new Scanner.Engine(
        namespace -> Optional.of(new PolicySet(List.of(), List.of())),
        (pod, context) -> new PullCredentials(CredentialStore.empty(), List.of()),
        this::decide,
        record -> {});
  }

  private BackgroundScan scan(List<String> namespaces, List<String> excluded) {
    return new BackgroundScan(
        new RunningPods(client, namespaces, excluded),
        engine().policies(),
        engine().pullSecrets(),
        this::decide,
        new ReportWriter(client),
        record -> {},
        InstantSource.system());
  }

  private List<GenericKubernetesResource> reports(String namespace) {
    return client
        .genericKubernetesResources(PolicyReport.KIND)
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  @Test
  @Order(1)
  void withoutTheKindNothingIsWrittenAndOneLineSaysSo() {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(ReportWriter.class.getName());
    log.addHandler(handler);
    BackgroundScan scan = scan(List.of("team"), List.of());

    ScanSummary first = scan.run(() -> true);
    ScanSummary second = scan.run(() -> true);
    log.removeHandler(handler);

    assertThat(first.failedReports()).isZero();
    assertThat(first.images()).isEqualTo(second.images());
    assertThat(first.images())
        .isEqualTo(
            Map.of(
                ScanOutcome.PASS, 1,
                ScanOutcome.FAIL, 1,
                ScanOutcome.ERROR, 1,
                ScanOutcome.SKIP, 1,
                ScanOutcome.WARN, 1));
    assertThat(lines)
        .containsExactly("no policy reports are written: the cluster does not serve them");
  }

  @Test
  @Order(2)
  void withTheKindEachPodHasAReportThatItOwns() {
    try (InputStream crd =
        Objects.requireNonNull(getClass().getResourceAsStream("/scan/policyreports.yaml"))) {
      Definitions.serve(client, new String(crd.readAllBytes(), UTF_8));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String uid = client.pods().inNamespace("team").withName("mixed").get().getMetadata().getUid();

    assertThat(scan(List.of("team"), List.of()).run(() -> true).failedReports()).isZero();

    assertThat(reports("team")).hasSize(2);
    GenericKubernetesResource report =
        client
            .genericKubernetesResources(PolicyReport.KIND)
            .inNamespace("team")
            .withName("portieris-" + uid)
            .get();
    assertThat(report.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
    assertThat(report.<Integer>get("summary", "pass")).isEqualTo(1);
    assertThat(report.<Integer>get("summary", "fail")).isEqualTo(1);
    assertThat(report.<String>get("scope", "name")).isEqualTo("mixed");
    assertThat(report.<String>get("results", 0, "properties", "digest"))
        .isEqualTo(DIGEST.toString());
    assertThat(report.<String>get("results", 0, "properties", "signers")).isEqualTo("alice");
    assertThat(report.<String>get("results", 1, "result")).isEqualTo("fail");
    assertThat(report.<String>get("results", 1, "severity")).isEqualTo("high");
    assertThat(report.<String>get("results", 1, "message")).isEqualTo("Deny, nobody signed it");
  }

  @Test
  @Order(3)
  void scanThatFindsNothingNewWritesNothing() {
    scan(List.of("team"), List.of()).run(() -> true);
    List<String> before = versions();

    scan(List.of("team"), List.of()).run(() -> true);

    assertThat(versions()).isEqualTo(before);
  }

  private List<String> versions() {
    return reports("team").stream().map(r -> r.getMetadata().getResourceVersion()).toList();
  }

  @Test
  @Order(4)
  void namespacesWhereNothingIsCheckedAreLeftOut() {
    asked.clear();
    ScanSummary summary = scan(List.of(), List.of("team")).run(() -> true);

    assertThat(asked).containsExactly("app:pass");
    assertThat(summary.pods()).isEqualTo(1);
    assertThat(reports("other")).hasSize(1);
  }

  @Test
  @Order(5)
  void equalImagesOfOneNamespaceAreAskedAboutOnceOverAllPages() {
    for (int i = 0; i < 130; i++) {
      client.resource(pod("many", "p" + i, "app:pass")).create();
    }
    asked.clear();
    background.clear();

    ScanSummary summary = scan(List.of("many"), List.of()).run(() -> true);

    assertThat(summary.pods()).isEqualTo(130);
    assertThat(summary.isComplete()).isTrue();
    assertThat(summary.images()).isEqualTo(Map.of(ScanOutcome.PASS, 130));
    assertThat(asked).hasSize(1);
    assertThat(background).containsExactly(true);
  }

  @Test
  @Order(6)
  void scanEndsWhenItMayNotGoOn() {
    ScanSummary summary = scan(List.of("many"), List.of()).run(() -> false);

    assertThat(summary.pods()).isEqualTo(1);
    assertThat(summary.isComplete()).isFalse();
  }

  @Test
  @Order(7)
  void ofTwoReplicasOneScansAndTheOtherTakesOver() throws Exception {
    try (Replica one = new Replica()) {
      assertThat(one.summaries.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
      try (Replica two = new Replica()) {
        assertThat(one.leading).isTrue();
        assertThat(two.summaries).isEmpty();
        one.scanner.close();

        assertThat(two.summaries.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(two.leading).isTrue();
      }
    }
    assertThat(client.leases().inNamespace(NAMESPACE).withName(ScanLease.NAME).get()).isNotNull();
  }

  /** A replica that scans one namespace once an hour. */
  private final class Replica implements ScanObserver, AutoCloseable {
    private final BlockingQueue<ScanSummary> summaries = new LinkedBlockingQueue<>();
    private volatile boolean leading;
    private final Scanner scanner =
        Scanner.start(
            client,
            NAMESPACE,
            new ScanSettings(true, Duration.ofHours(1), List.of("other"), List.of()),
            engine(),
            () -> true,
            this,
            executor,
            InstantSource.system(),
            Duration.ofSeconds(30));

    @Override
    public void leads(boolean isLeader) {
      leading = isLeader;
    }

    @Override
    public void ended(ScanSummary summary) {
      summaries.add(summary);
    }

    @Override
    public void close() {
      scanner.close();
    }
  }
}
