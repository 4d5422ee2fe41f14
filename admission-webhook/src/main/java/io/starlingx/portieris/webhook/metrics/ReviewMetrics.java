/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.http.Recorder.Outcome;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.webhook.metrics.PhaseTimers.Phase;
import io.starlingx.portieris.webhook.review.ObjectDecision;
import io.starlingx.portieris.webhook.review.ReviewObservation;
import io.starlingx.portieris.webhook.review.ReviewObserver;
import io.starlingx.portieris.webhook.review.ReviewedObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times the reviews of one path. */
final class ReviewMetrics implements ReviewObserver, ReviewObservation {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15)
  };

  private record Counted(ReasonCode code, String mode) {}

  private final String stage;
  private final MeterRegistry registry;
  private final PhaseTimers phases;
  private final OutboundMetrics outbound;
  private final Timer durations;
  private final Map<Counted, Counter> images = new ConcurrentHashMap<>();
  final LongAdder allowed = new LongAdder();
  final LongAdder denied = new LongAdder();

  /**
   * All counters at zero.
   *
   * @param stage value of the label of that name
   */
  ReviewMetrics(
      String stage, MeterRegistry registry, PhaseTimers phases, OutboundMetrics outbound) {
    this.stage = stage;
    this.registry = registry;
    this.phases = phases;
    this.outbound = outbound;
    this.durations =
        Timer.builder("portieris.admission.duration")
            .description("Time to decide about an object")
            .tag("stage", stage)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  @Override
  public ReviewObservation begins(ReviewedObject object, Duration decoding) {
    phases.record(Phase.DECODE, Outcome.OK, decoding);
    return this;
  }

  @Override
  public void undecodable(Duration decoding) {
    phases.record(Phase.DECODE, Outcome.REFUSED, decoding);
  }

  @Override
  public void accept(RequestRecord request) {
    outbound.record(request);
  }

  @Override
  public void step(Step step, Outcome outcome, Duration took) {
    Phase phase =
        switch (step) {
          case SELECT -> Phase.SELECT;
          case VERIFY -> Phase.VERIFY;
        };
    phases.record(phase, outcome, took);
  }

  @Override
  public void decided(ObjectDecision decision) {
    (decision.admitted() ? allowed : denied).increment();
    durations.record(decision.took());
    decision.images().forEach(this::count);
  }

  private void count(ImageDecision image) {
    String mode =
        image.exemption().isPresent() ? "exempted" : image.mode().name().toLowerCase(Locale.ROOT);
    images
        .computeIfAbsent(
            new Counted(image.verdict().code(), mode), counted -> counter(image.verdict(), mode))
        .increment();
  }

  private Counter counter(Verdict verdict, String mode) {
    String outcome =
        switch (verdict) {
          case Verdict.Trusted trusted -> "trusted";
          case Verdict.Rejected rejected -> "refused";
          case Verdict.Unavailable unavailable -> "unavailable";
        };
    return Counter.builder("portieris.image.decisions")
        .description("Verdicts on images, one for each place that names one")
        .tag("stage", stage)
        .tag("mode", mode)
        .tag("outcome", outcome)
        .tag("reason", verdict.code().name())
        .register(registry);
  }

  @Override
  public void answered(Duration writing) {
    phases.record(Phase.RESPOND, Outcome.OK, writing);
  }
}
