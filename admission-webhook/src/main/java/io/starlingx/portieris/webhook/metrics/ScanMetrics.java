/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.starlingx.portieris.webhook.scan.ScanObserver;
import io.starlingx.portieris.webhook.scan.ScanOutcome;
import io.starlingx.portieris.webhook.scan.ScanSummary;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Shows what the last scan found, on the replica that scans. Counts of the others are zero, so that
 * sums over all replicas are right.
 */
final class ScanMetrics implements ScanObserver {

  private final Counter failedReports;
  private volatile boolean isLeader;
  private volatile Optional<ScanSummary> last = Optional.empty();

  ScanMetrics(MeterRegistry registry) {
    failedReports =
        Counter.builder("portieris.scan.reports.failed")
            .description("Policy reports that could not be written")
            .register(registry);
    Gauge.builder("portieris.scan.leader", () -> isLeader ? 1 : 0)
        .description("1 if this replica scans running pods")
        .register(registry);
    Gauge.builder("portieris.scan.pods", () -> last.map(ScanSummary::pods).orElse(0))
        .description("Pods that the last scan looked at")
        .register(registry);
    gauge(
        registry,
        "portieris.scan.duration.seconds",
        "Time that the last scan took",
        summary -> summary.took().toMillis() / 1000.0);
    gauge(
        registry,
        "portieris.scan.last.timestamp.seconds",
        "When the last complete scan began",
        summary -> summary.isComplete() ? summary.start().getEpochSecond() : Double.NaN);
    for (ScanOutcome outcome : ScanOutcome.values()) {
      Gauge.builder(
              "portieris.scan.images",
              () -> last.map(summary -> summary.images().getOrDefault(outcome, 0)).orElse(0))
          .description("Images of running pods, by what the last scan found")
          .tag("result", outcome.key())
          .register(registry);
    }
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ScanSummary> value) {
    Gauge.builder(name, () -> value(value)).description(what).register(registry);
  }

  private double value(ToDoubleFunction<ScanSummary> value) {
    return last.map(value::applyAsDouble).orElse(Double.NaN);
  }

  @Override
  public void leads(boolean leads) {
    isLeader = leads;
    last = Optional.empty();
  }

  @Override
  public void ended(ScanSummary summary) {
    last = Optional.of(summary);
    failedReports.increment(summary.failedReports());
  }
}
