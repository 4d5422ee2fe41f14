/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.scan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.testbed.ControlPlane;
import io.starlingx.portieris.testbed.object.Namespaces;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Pods on a real API server, and a judge that knows its answers by the image's tag. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ScannedCluster {

  static final String NAMESPACE = "portieris";
  static final Digest DIGEST = Digest.parse("sha256:" + "5d".repeat(32)).orElseThrow();

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  final List<Boolean> background = new ArrayList<>();
  private ControlPlane cluster;
  KubernetesClient client;

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster = ControlPlane.start(directory);
    client = cluster.client();
    for (String name : List.of(NAMESPACE, "team", "other", "many")) {
      client.resource(Namespaces.of(name)).create();
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

  static Pod pod(String namespace, String name, String... images) {
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
        List.of(),
        Duration.ZERO);
  }

  private Scanner.Engine engine() {
    return new Scanner.Engine(
        namespace -> Optional.of(new PolicySet(List.of(), List.of())),
        (pod, context) -> new PullCredentials(CredentialStore.empty(), List.of()),
        this::decide,
        record -> {});
  }

  BackgroundScan scan(List<String> namespaces, List<String> excluded) {
    return new BackgroundScan(
        new RunningPods(client, namespaces, excluded),
        engine().policies(),
        engine().pullSecrets(),
        this::decide,
        new ReportWriter(client),
        record -> {},
        InstantSource.system());
  }

  List<GenericKubernetesResource> reports(String namespace) {
    return client
        .genericKubernetesResources(PolicyReport.KIND)
        .inNamespace(namespace)
        .list()
        .getItems();
  }

  List<String> versions() {
    return reports("team").stream().map(r -> r.getMetadata().getResourceVersion()).toList();
  }

  /** A replica that scans one namespace once an hour. */
  final class Replica implements ScanObserver, AutoCloseable {
    final BlockingQueue<ScanSummary> summaries = new LinkedBlockingQueue<>();
    volatile boolean leading;
    final Scanner scanner =
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
