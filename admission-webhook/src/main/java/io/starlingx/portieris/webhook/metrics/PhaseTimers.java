/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.starlingx.portieris.trust.http.Recorder.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How long each phase of a decision takes, by how it ends. */
final class PhaseTimers {

  /** What the time of an admission is spent on. */
  enum Phase {
    DECODE,
    SELECT,
    VERIFY,
    RESPOND,
    TRUST_SERVER,
    REGISTRY,
    SIGNATURE_STORE,
    TOKEN_SERVICE
  }

  /** Reading takes microseconds, a server that is down seconds. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final Map<Phase, Map<Outcome, Timer>> timers = new EnumMap<>(Phase.class);

  PhaseTimers(MeterRegistry registry) {
    for (Phase phase : Phase.values()) {
      Map<Outcome, Timer> outcomes = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, timer(registry, phase, outcome));
      }
      timers.put(phase, outcomes);
    }
  }

  private static Timer timer(MeterRegistry registry, Phase phase, Outcome outcome) {
    return Timer.builder("portieris.phase.duration")
        .description("Time that one phase of a decision took; for servers, one request")
        .tag("phase", phase.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  void record(Phase phase, Outcome outcome, Duration took) {
    requireNonNull(requireNonNull(timers.get(phase)).get(outcome)).record(took);
  }
}
