/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last result for each question, and until when it serves without being confirmed. All results
 * together take about {@value #MAX_BYTES} bytes of heap at most.
 */
final class RecentUpdates {

  static final int MAX_BYTES = 10 * 1024 * 1024;

  /** What a role takes beside the file that it was read from: its keys, and each of its targets. */
  private static final int BYTES_PER_ROLE = 4 * 1024;

  private static final int BYTES_PER_TARGET = 160;

  /** A server that could not be asked is not asked again for as long as this. */
  private static final Duration OUTAGE = Duration.ofSeconds(2);

  private final TufSettings settings;
  private final Cache<UpdateRequest, Recent> results =
      Caffeine.newBuilder()
          .executor(Runnable::run) // so little work that waking a thread for it costs more
          .maximumWeight(MAX_BYTES)
          .recordStats()
          .weigher((UpdateRequest request, Recent recent) -> bytes(recent.verified()))
          .build();

  RecentUpdates(TufSettings settings) {
    this.settings = settings;
  }

  /**
   * A verified result.
   *
   * @param asOf when its timestamp was asked for
   * @param outage why it could not be confirmed the last time
   */
  record Recent(Update.Verified verified, Instant asOf, Optional<Outage> outage) {

    UpdateResult.Updated updated() {
      return new UpdateResult.Updated(verified.repository(), asOf);
    }

    /** Younger than {@code limit}, nothing expired, and the clock was not set back. */
    private boolean serves(Duration limit, Instant now) {
      return !now.isBefore(asOf)
          && now.isBefore(asOf.plus(limit))
          && now.isBefore(verified.repository().allExpire());
    }
  }

  /** Why a server could not be asked, and when. */
  record Outage(Verdict.Unavailable verdict, Instant at) {}

  private static int bytes(Update.Verified verified) {
    List<TrustedRole> roles = verified.repository().roles();
    int targets = roles.stream().mapToInt(role -> role.targets().size()).sum();
    return verified.bytes() + BYTES_PER_ROLE * roles.size() + BYTES_PER_TARGET * targets;
  }

  /** How it is used; a result found may still need to be confirmed. */
  CacheUse use(String name) {
    return CacheUse.of(name, results);
  }

  Optional<Recent> find(UpdateRequest request) {
    return Optional.ofNullable(results.getIfPresent(request));
  }

  /** The result that needs no confirmation yet. */
  Optional<Recent> fresh(UpdateRequest request, Instant now) {
    return find(request).filter(recent -> recent.serves(settings.freshness(), now));
  }

  /** The result that may serve while its server cannot be asked. */
  Optional<Recent> stale(UpdateRequest request, Instant now) {
    return find(request)
        .filter(recent -> recent.outage().isPresent())
        .filter(recent -> recent.serves(settings.staleGrace(), now));
  }

  /** What a server that is down would be asked in vain for, as long as there is a stale result. */
  Optional<Verdict.Unavailable> outage(UpdateRequest request, Instant now) {
    return stale(request, now)
        .flatMap(Recent::outage)
        .filter(outage -> !now.isBefore(outage.at()) && now.isBefore(outage.at().plus(OUTAGE)))
        .map(Outage::verdict);
  }

  void confirmed(UpdateRequest request, Update.Verified verified, Instant asOf) {
    results.put(request, new Recent(verified, asOf, Optional.empty()));
  }

  /** Counts for the whole repository as well, when only a part of it was asked for. */
  void notAnswered(UpdateRequest request, Verdict.Unavailable verdict, Instant now) {
    Optional<Outage> outage = Optional.of(new Outage(verdict, now));
    for (UpdateRequest same : List.of(request, request.withRoles(RoleSelection.everything()))) {
      results
          .asMap()
          .computeIfPresent(
              same, (key, recent) -> new Recent(recent.verified(), recent.asOf(), outage));
    }
  }

  void forget(UpdateRequest request) {
    results.invalidate(request);
  }
}
