/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.webhook.review.DecisionObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@code /metrics} shows. Two counters have the names under which dashboards know them, which
 * is why they are written here: a metrics library would append {@code _total}.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Text format 0.0.4</a>
 */
public final class AdmissionMetrics implements DecisionObserver, TrustObserver {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer durations =
      Timer.builder("portieris.admission.duration")
          .description("Time to decide about an object")
          .serviceLevelObjectives(BUCKETS)
          .register(registry);
  private final Counter firstUses =
      Counter.builder("portieris.trust.first.use")
          .description("Roots that were trusted because they were seen first")
          .register(registry);
  private final Counter stale =
      Counter.builder("portieris.trust.stale")
          .description("Answers from verified data while no trust server could be asked")
          .register(registry);
  private final LongAdder allowed = new LongAdder();
  private final LongAdder denied = new LongAdder();

  /** All counters at zero. */
  public AdmissionMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  @Override
  public void decided(boolean admitted, Duration took) {
    (admitted ? allowed : denied).increment();
    durations.record(took);
  }

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    firstUses.increment();
  }

  @Override
  public void alarm(ReasonCode code, String gun) {
    Counter.builder("portieris.trust.alarms")
        .description("Signed data that looked like an attack")
        .tag("reason", code.name())
        .register(registry)
        .increment();
  }

  @Override
  public void stale(String gun) {
    stale.increment();
  }

  /** The page. */
  String page() {
    return counter("portieris_pod_admission_decision_allow_count", "Allow", allowed)
        + counter("portieris_pod_admission_decision_deny_count", "Deny", denied)
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
