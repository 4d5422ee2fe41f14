/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.starlingx.portieris.trust.http.Recorder;
import io.starlingx.portieris.trust.http.TransportObserver;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.webhook.kube.DenialEvents;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import io.starlingx.portieris.webhook.scan.ScanObserver;
import io.starlingx.portieris.webhook.server.LoadObserver;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What {@code /metrics} shows; {@code docs/metrics.md} lists it. Two counters have the names under
 * which dashboards know them, which is why they are written here: a metrics library would append
 * {@code _total}.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Text format 0.0.4</a>
 */
public final class WebhookMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final String version;
  private final TrustMetrics trust = new TrustMetrics(registry);
  private final HostLabels labels;
  private final OutboundMetrics outbound;
  private final ReviewMetrics admit;
  private final ReviewMetrics validate;

  /**
   * All counters at zero.
   *
   * @param version of this program
   * @param hosts registries and trust servers that the operator names
   */
  public WebhookMetrics(String version, Collection<String> hosts) {
    this.version = version;
    PhaseTimers phases = new PhaseTimers(registry);
    labels = new HostLabels(hosts);
    outbound = new OutboundMetrics(registry, phases, labels);
    admit = new ReviewMetrics("admit", registry, phases, outbound);
    validate = new ReviewMetrics("validate", registry, phases, outbound);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Counts the reviews that pin images; only they are decisions to upstream's dashboards. */
  public ReviewObserver admit() {
    return admit;
  }

  /** Counts the reviews of final objects. */
  public ReviewObserver validate() {
    return validate;
  }

  /** Counts what trust data tell. */
  public TrustObserver trust() {
    return trust;
  }

  /** Counts what was refused without being decided. */
  public LoadObserver load() {
    return status ->
        Counter.builder("portieris.admission.refused")
            .description("Requests that were refused without being decided")
            .tag("status", Integer.toString(status))
            .register(registry)
            .increment();
  }

  /** Shows what scans of running pods find; only where there are any. */
  public ScanObserver scans() {
    return new ScanMetrics(registry);
  }

  /** Counts the outbound requests of work that is no review. */
  public Recorder requests() {
    return outbound::record;
  }

  /** Counts spans that were not sent. */
  public IntConsumer droppedSpans() {
    return Counter.builder("portieris.trace.spans.dropped")
            .description("Spans that no collector took")
            .register(registry)
        ::increment;
  }

  /** Counts how hosts bear requests, and hands on what it hears. */
  public TransportObserver hosts(TransportObserver next) {
    return new HostMetrics(registry, labels, next);
  }

  /** Counts what became of an event about a denial. */
  public void event(DenialEvents.Fate fate) {
    Counter.builder("portieris.denial.events")
        .description("Denials by what became of their event")
        .tag("fate", fate.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  /** Shows how these are used. */
  public void caches(List<CacheUse> caches) {
    for (CacheUse cache : caches) {
      FunctionCounter.builder("portieris.cache.hits", cache, use -> use.hits().getAsLong())
          .description("Questions that a cache answered")
          .tag("cache", cache.name())
          .register(registry);
      FunctionCounter.builder("portieris.cache.misses", cache, use -> use.misses().getAsLong())
          .description("Questions that a cache could not answer")
          .tag("cache", cache.name())
          .register(registry);
      Gauge.builder("portieris.cache.entries", () -> cache.entries().getAsLong())
          .description("What a cache holds, about")
          .tag("cache", cache.name())
          .register(registry);
    }
  }

  /** Shows when the serving certificate expires. */
  public void certificate(Supplier<Optional<Instant>> expiry) {
    Gauge.builder(
            "portieris.certificate.expiry.timestamp.seconds",
            () ->
                expiry.get().map(Instant::getEpochSecond).map(Long::doubleValue).orElse(Double.NaN))
        .description("When the serving certificate, or what vouches for it, expires")
        .register(registry);
  }

  /** Shows how many entries of trust state no index lists yet. */
  public void unlisted(IntSupplier entries) {
    Gauge.builder("portieris.trust.unlisted", entries::getAsInt)
        .description("Entries of trust state that no index lists yet")
        .register(registry);
  }

  /** Shows whether the webhook is ready. */
  public void readiness(BooleanSupplier isReady) {
    Gauge.builder("portieris.ready", () -> isReady.getAsBoolean() ? 1 : 0)
        .description("1 if nothing keeps the webhook from answering")
        .register(registry);
  }

  /** Shows how many policies of a kind there are. */
  public void policies(String kind, Supplier<PolicyCounts> counts) {
    policies("portieris.policies", kind, () -> counts.get().objects(), "Policy objects");
    policies("portieris.policy.rules", kind, () -> counts.get().rules(), "Their rules");
    policies(
        "portieris.policy.rules.unusable",
        kind,
        () -> counts.get().unusable(),
        "Rules that cannot be used and deny what they match");
    policies(
        "portieris.policy.rules.unconditional",
        kind,
        () -> counts.get().unconditional(),
        "Rules of policies called default that admit every image unchecked");
  }

  private void policies(String name, String kind, Supplier<Number> count, String what) {
    Gauge.builder(name, count).description(what).tag("kind", kind).register(registry);
  }

  /** The page. */
  public String page() {
    return "# HELP portieris_build_info The version that runs\n"
        + "# TYPE portieris_build_info gauge\n"
        + "portieris_build_info{version=\"%s\"} 1\n".formatted(version)
        + counter("portieris_pod_admission_decision_allow_count", "Allow", admit.allowed)
        + counter("portieris_pod_admission_decision_deny_count", "Deny", admit.denied)
        + registry.scrape();
  }

  private static String counter(String name, String outcome, LongAdder count) {
    return "# HELP "
        + name
        + " Portieris count of decision outcomes of "
        + outcome
        + "\n# TYPE "
        + name
        + " counter\n"
        + name
        + " "
        + count.sum()
        + "\n";
  }
}
