/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.starlingx.portieris.trust.tuf.FloorKey;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What trust data tell an operator, whichever repository they are of. */
final class TrustMetrics implements TrustObserver {

  private static final int MAX_REPOSITORIES = 10_000;

  /** Whoever has not been asked for as long as this does not count any more. */
  private static final Duration IN_USE = Duration.ofHours(1);

  /** What an operator is warned of, known from the start so that the first one is an increase. */
  private static final List<ReasonCode> ALARMS =
      List.of(
          ReasonCode.NO_TRUST_DATA,
          ReasonCode.ROLLBACK,
          ReasonCode.EQUIVOCATION,
          ReasonCode.ROOT_ROTATION,
          ReasonCode.ROOT_UNTRUSTED,
          ReasonCode.CHECKSUM,
          ReasonCode.BAD_SIGNATURE);

  private final MeterRegistry registry;
  private final Counter firstUses;
  private final Counter stale;
  private final Timer ages;
  private final Cache<String, Instant> expiries =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumSize(MAX_REPOSITORIES)
          .expireAfterWrite(IN_USE)
          .build();

  TrustMetrics(MeterRegistry registry) {
    this.registry = registry;
    ALARMS.forEach(this::alarms);
    firstUses =
        Counter.builder("portieris.trust.first.use")
            .description("Roots that were trusted because they were seen first")
            .register(registry);
    stale =
        Counter.builder("portieris.trust.stale")
            .description("Answers from verified data while no trust server could be asked")
            .register(registry);
    ages =
        Timer.builder("portieris.trust.data.age")
            .description("Since trust servers were asked for the data of a verdict")
            .register(registry);
    Gauge.builder("portieris.trust.data.expiry.timestamp.seconds", this, TrustMetrics::expiry)
        .description("The first expiry of trust data that verdicts of the last hour rely upon")
        .register(registry);
  }

  @Override
  public void firstUse(FloorKey.FirstUse key, String server, List<String> rootKeys) {
    firstUses.increment();
  }

  @Override
  public void alarm(ReasonCode code, String gun) {
    alarms(code).increment();
  }

  private Counter alarms(ReasonCode code) {
    return Counter.builder("portieris.trust.alarms")
        .description("Signed data that looked like an attack")
        .tag("reason", code.name())
        .register(registry);
  }

  @Override
  public void stale(String gun) {
    stale.increment();
  }

  @Override
  public void reliedUpon(String gun, Duration age, Instant expiry) {
    ages.record(age);
    expiries.put(gun, expiry);
  }

  private double expiry() {
    return expiries.asMap().values().stream()
        .mapToDouble(Instant::getEpochSecond)
        .min()
        .orElse(Double.NaN);
  }
}
