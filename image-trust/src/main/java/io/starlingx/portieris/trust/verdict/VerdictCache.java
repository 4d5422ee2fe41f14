/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.verdict;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verdicts of a short while ago, at most {@value #MAX_ENTRIES}. The key must hold everything that a
 * verdict depends on. A trusted verdict lives no longer than what it relied upon, a rejection no
 * longer than {@link #REJECTED}, an absence of an answer no longer than {@link #UNAVAILABLE}; none
 * longer than the time given at construction.
 *
 * @param <K> the key, compared by value
 */
public final class VerdictCache<K> {

  static final int MAX_ENTRIES = 10_000;
  static final Duration REJECTED = Duration.ofSeconds(10);
  static final Duration UNAVAILABLE = Duration.ofSeconds(2);

  /**
   * A verdict that is remembered.
   *
   * @param age of what it relies upon, by now
   */
  public record Remembered(Verdict verdict, Duration age) {
    public Remembered {
      requireNonNull(verdict, "verdict");
      requireNonNull(age, "age");
    }
  }

  /** What was as old as {@code age} when the ticker read {@code atNanos}. */
  private record Held(Verdict verdict, Duration time, Duration age, long atNanos) {}

  private final Cache<K, Held> verdicts;
  private final Duration limit;
  private final InstantSource clock;
  private final Ticker ticker;

  /**
   * A cache for the life of the program.
   *
   * @param limit zero to remember nothing
   * @param clock against which {@code validUntil} is measured
   * @param ticker by which time passes
   */
  public VerdictCache(Duration limit, InstantSource clock, Ticker ticker) {
    this.limit = requireNonNull(limit, "limit");
    this.clock = requireNonNull(clock, "clock");
    this.ticker = requireNonNull(ticker, "ticker");
    this.verdicts =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .recordStats()
            .ticker(ticker)
            .executor(Runnable::run) // so little work that waking a thread for it costs more
            .expireAfter(Expiry.<K, Held>writing((key, held) -> held.time()))
            .build();
  }

  /** The verdict remembered for {@code key}. */
  public Optional<Remembered> find(K key) {
    return Optional.ofNullable(verdicts.getIfPresent(key))
        .filter(held -> stillHolds(held.verdict()))
        .map(held -> new Remembered(held.verdict(), held.age().plus(since(held.atNanos()))));
  }

  private Duration since(long atNanos) {
    return Duration.ofNanos(ticker.read() - atNanos);
  }

  /** How it is used. */
  public CacheUse use(String name) {
    return CacheUse.of(name, verdicts);
  }

  /**
   * Remembers {@code verdict} for as long as its kind allows, and no longer than until what it
   * relies upon is as old as the limit.
   *
   * @param age of what it relies upon
   */
  public void remember(K key, Verdict verdict, Duration age) {
    Duration time = shorter(timeToLive(verdict), limit.minus(age));
    if (time.isPositive()) {
      verdicts.put(key, new Held(verdict, time, age, ticker.read()));
    }
  }

  /** The wall clock may have been set forward since the verdict was remembered. */
  private boolean stillHolds(Verdict verdict) {
    return !(verdict instanceof Verdict.Trusted trusted)
        || clock.instant().isBefore(trusted.validUntil());
  }

  private Duration timeToLive(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> shorter(limit, untilExpiry(trusted.validUntil()));
      case Verdict.Rejected rejected -> shorter(limit, REJECTED);
      case Verdict.Unavailable unavailable -> shorter(limit, UNAVAILABLE);
    };
  }

  private Duration untilExpiry(Instant validUntil) {
    Instant now = clock.instant();
    return validUntil.isAfter(now.plus(limit)) ? limit : Duration.between(now, validUntil);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
