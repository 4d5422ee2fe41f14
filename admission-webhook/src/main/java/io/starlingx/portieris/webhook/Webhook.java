/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.TransportSettings;
import io.starlingx.portieris.webhook.certificate.CertificateFiles;
import io.starlingx.portieris.webhook.certificate.CertificateSource;
import io.starlingx.portieris.webhook.certificate.OwnAuthority;
import io.starlingx.portieris.webhook.certificate.ServingCertificate;
import io.starlingx.portieris.webhook.certificate.ServingKey;
import io.starlingx.portieris.webhook.config.InvalidConfigException;
import io.starlingx.portieris.webhook.config.ScanSettings;
import io.starlingx.portieris.webhook.config.TracingSettings;
import io.starlingx.portieris.webhook.config.TrustConfig;
import io.starlingx.portieris.webhook.config.TrustedAuthorities;
import io.starlingx.portieris.webhook.config.WebhookConfig;
import io.starlingx.portieris.webhook.kube.AccessReviews;
import io.starlingx.portieris.webhook.kube.AuthoritySecret;
import io.starlingx.portieris.webhook.kube.ClusterConnection;
import io.starlingx.portieris.webhook.kube.ClusterSecrets;
import io.starlingx.portieris.webhook.kube.DenialEvents;
import io.starlingx.portieris.webhook.kube.Owners;
import io.starlingx.portieris.webhook.kube.PolicyInformers;
import io.starlingx.portieris.webhook.kube.PolicyStatuses;
import io.starlingx.portieris.webhook.kube.ServedPolicySchema;
import io.starlingx.portieris.webhook.kube.WebhookCaBundle;
import io.starlingx.portieris.webhook.kube.WorkloadPullSecrets;
import io.starlingx.portieris.webhook.metrics.PolicyCounts;
import io.starlingx.portieris.webhook.metrics.WebhookMetrics;
import io.starlingx.portieris.webhook.review.Admission;
import io.starlingx.portieris.webhook.review.Admission.Stage;
import io.starlingx.portieris.webhook.review.EngineJudge;
import io.starlingx.portieris.webhook.review.ImageJudge;
import io.starlingx.portieris.webhook.review.NamespaceGuard;
import io.starlingx.portieris.webhook.review.PolicyGuard;
import io.starlingx.portieris.webhook.review.RequestLog;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import io.starlingx.portieris.webhook.review.ReviewObservers;
import io.starlingx.portieris.webhook.review.Reviewer;
import io.starlingx.portieris.webhook.scan.Scanner;
import io.starlingx.portieris.webhook.server.ServerSettings;
import io.starlingx.portieris.webhook.server.WebhookServer;
import io.starlingx.portieris.webhook.trace.ReviewTracer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running webhook: everything wired together, in the order in which it depends. */
final class Webhook implements AutoCloseable {

  /** How often certificates, bundles and schemas are looked at. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** How often the policies are compared with what the API server lists. */
  private static final Duration COMPARISON = Duration.ofSeconds(30);

  private final ClusterConnection cluster;
  private final PolicyInformers policies;
  private final HttpTransport transport;
  private final TrustMemory memory;
  private final ExecutorService executor;
  private final Rounds rounds = new Rounds();
  private final WebhookServer server;
  private final Optional<Scanner> scanner;
  private final Optional<ReviewTracer> tracer;
  private volatile boolean stopping;

  private final ServedPolicySchema schema;
  private final CertificateSource certificates;

  /**
   * Starts; returns once both listeners are open, ready or not.
   *
   * @throws InvalidConfigException when the CA bundle cannot be used
   */
  Webhook(Arguments arguments, WebhookConfig config, InstantSource clock)
      throws InvalidConfigException {
    TrustConfig trust = config.trust();
    executor = Executors.newVirtualThreadPerTaskExecutor();
    cluster = ClusterConnection.open(arguments.kubeconfig(), "portieris/" + Main.version());
    ServingCertificate serving = new ServingCertificate();
    certificates = certificates(config, serving, clock);
    schema = new ServedPolicySchema(cluster.client());
    // What readiness waits for longest is under way while all the rest is put together.
    rounds.now(ROUND, certificates::refresh);
    rounds.now(ROUND, schema::refresh);
    PolicyStatuses statuses = new PolicyStatuses(cluster.client());
    policies = PolicyInformers.start(cluster.client(), statuses);
    rounds.later(ROUND, statuses::write);
    rounds.later(COMPARISON, policies::compare);
    rounds.later(ROUND, new ReadinessLog(this::missing)::look);
    ClusterSecrets secrets = new ClusterSecrets(cluster.client(), executor);
    WorkloadPullSecrets pullSecrets = new WorkloadPullSecrets(cluster.client(), secrets, executor);
    WebhookMetrics metrics = new WebhookMetrics(Main.version(), trust.hosts());
    transport =
        new HttpTransport(
            new TransportSettings(
                TrustedAuthorities.open(
                    config.trustedCaDirectory(), config.certificates().directory()),
                config.proxy(),
                AddressRule.webhook(trust.allowedAddresses(), cluster.addresses())),
            metrics.hosts(new CircuitLog()));
    memory = memory(arguments, config, metrics);
    TrustEngine engine =
        TrustEngine.of(config, transport, memory, secrets, pullSecrets, executor, clock);

    tracer = tracer(config, metrics, clock);
    server =
        WebhookServer.start(
            new ServerSettings(
                arguments.listen(),
                arguments.port().orElse(config.port()),
                arguments.metricsPort().orElse(config.metricsPort()),
                config.timeout(),
                ServerSettings.DEFAULT_MAX_BODY),
            serving.context(),
            reviewers(config, pullSecrets, engine.trust(), metrics),
            this::missing,
            metrics::page,
            metrics.load());
    show(metrics, serving);
    metrics.caches(engine.caches());
    scanner = scanner(config, pullSecrets, engine.trust(), metrics, clock);
  }

  private Optional<ReviewTracer> tracer(
      WebhookConfig config, WebhookMetrics metrics, InstantSource clock) {
    TracingSettings settings = config.observation().tracing();
    Map<String, String> resource =
        Map.of(
            "service.name", "portieris-webhook",
            "service.namespace", config.namespace(),
            "service.version", Main.version(),
            "service.instance.id", UUID.randomUUID().toString());
    return settings
        .endpoint()
        .map(
            endpoint ->
                ReviewTracer.start(
                    transport,
                    settings,
                    endpoint,
                    resource,
                    metrics.droppedSpans(),
                    new SecureRandom(),
                    clock));
  }

  private Optional<Scanner> scanner(
      WebhookConfig config,
      WorkloadPullSecrets pullSecrets,
      ImageTrust engine,
      WebhookMetrics metrics,
      InstantSource clock) {
    ScanSettings settings = config.observation().scan();
    return settings.enabled()
        ? Optional.of(
            Scanner.start(
                cluster.client(),
                config.namespace(),
                settings,
                new Scanner.Engine(policies, pullSecrets, engine::decide, metrics.requests()),
                () -> missing().isEmpty(),
                metrics.scans(),
                executor,
                clock))
        : Optional.empty();
  }

  /** In a cluster, replicas share what they have seen, and it outlives them. */
  private TrustMemory memory(Arguments arguments, WebhookConfig config, WebhookMetrics metrics) {
    return arguments
        .state()
        .map(directory -> TrustMemory.in(directory, metrics.trust()))
        .orElseGet(() -> TrustMemory.in(cluster.client(), config.namespace(), metrics));
  }

  private void show(WebhookMetrics metrics, ServingCertificate serving) {
    metrics.readiness(() -> missing().isEmpty());
    metrics.certificate(() -> serving.current().map(ServingKey::expiry));
    metrics.policies("ImagePolicy", () -> PolicyCounts.of(policies.imagePolicies()));
    metrics.policies("ClusterImagePolicy", () -> PolicyCounts.of(policies.clusterImagePolicies()));
  }

  private Map<String, Reviewer> reviewers(
      WebhookConfig config,
      WorkloadPullSecrets pullSecrets,
      ImageTrust engine,
      WebhookMetrics metrics) {
    Owners owners = new Owners(cluster.client(), executor);
    ImageJudge judge = new EngineJudge(engine);
    return Map.of(
        "/admit",
        new Admission(
            Stage.MUTATING,
            policies,
            pullSecrets,
            owners,
            judge,
            executor,
            watched(metrics.admit(), metrics, config)),
        "/validate",
        new Admission(
            Stage.FINAL,
            policies,
            pullSecrets,
            owners,
            judge,
            executor,
            watched(metrics.validate(), metrics, config)),
        "/validate-policy",
        new PolicyGuard(),
        "/validate-namespace",
        new NamespaceGuard(new AccessReviews(cluster.client(), executor)));
  }

  private ReviewObserver watched(
      ReviewObserver counters, WebhookMetrics metrics, WebhookConfig config) {
    List<ReviewObserver> observers = new ArrayList<>(List.of(counters, new RequestLog()));
    if (config.observation().events()) {
      observers.add(new DenialEvents(cluster.client(), executor, metrics::event));
    }
    tracer.ifPresent(observers::add);
    return new ReviewObservers(observers);
  }

  private CertificateSource certificates(
      WebhookConfig config, ServingCertificate serving, InstantSource clock) {
    var settings = config.certificates();
    return switch (settings.source()) {
      case FILES -> new CertificateFiles(settings.directory(), serving, clock);
      case OWN_CA ->
          new OwnAuthority(
              new AuthoritySecret(cluster.client(), config.namespace(), settings.caSecret()),
              new WebhookCaBundle(cluster.client(), settings.webhookConfiguration(), clock),
              serving,
              config.names(),
              clock);
    };
  }

  /** What keeps the webhook from being ready. */
  List<String> missing() {
    List<String> missing = new ArrayList<>(certificates.missing());
    if (!policies.synced()) {
      missing.add("the image policies are not loaded yet");
    }
    schema.problem().ifPresent(missing::add);
    if (stopping) {
      missing.add("the webhook is stopping");
    }
    return missing;
  }

  int port() {
    return server.port();
  }

  int metricsPort() {
    return server.metricsPort();
  }

  /** Says so to whoever asks for readiness, and goes on answering. */
  void announceStop() {
    stopping = true;
  }

  /** Lets requests under way end, then stops everything. */
  @Override
  public void close() {
    announceStop();
    server.close();
    scanner.ifPresent(Scanner::close);
    tracer.ifPresent(ReviewTracer::close);
    memory.close();
    rounds.close();
    policies.close();
    executor.shutdownNow();
    transport.close();
    cluster.close();
  }
}
