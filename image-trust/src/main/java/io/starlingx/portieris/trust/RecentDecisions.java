/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Decisions to let an image pass, repeated as long as they last for whoever asks the very same by
 * the very same policies: the next pod of a workload costs one look. At most {@value #MAX_ENTRIES}.
 */
final class RecentDecisions {

  static final int MAX_ENTRIES = 4_000;

  /**
   * Everything that a decision depends on, apart from what limits its time.
   *
   * @param namespaced the very list that is asked again: another list, another answer
   * @param cluster as {@code namespaced}
   */
  private record Key(
      String image,
      String namespace,
      PolicyList namespaced,
      PolicyList cluster,
      CredentialStore credentials,
      boolean dryRun,
      Pinning pinning) {

    static Key of(ImageQuery query) {
      return new Key(
          query.image(),
          query.namespace(),
          query.policies().namespaced(),
          query.policies().cluster(),
          query.credentials(),
          query.dryRun(),
          query.pinning());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // rules of another list are other rules, however alike
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.image.equals(image)
          && key.namespace.equals(namespace)
          && key.namespaced == namespaced
          && key.cluster == cluster
          && key.credentials.equals(credentials)
          && key.dryRun == dryRun
          && key.pinning == pinning;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * image.hashCode() + namespace.hashCode()) + credentials.hashCode();
    }
  }

  private final Cache<Key, ImageDecision> decisions;
  private final InstantSource clock;

  /** Times are measured by {@code ticker}, expiries of signatures by {@code clock}. */
  RecentDecisions(InstantSource clock, Ticker ticker) {
    this.clock = clock;
    this.decisions =
        Caffeine.newBuilder()
            .maximumSize(MAX_ENTRIES)
            .recordStats()
            .ticker(ticker)
            .executor(Runnable::run) // so little work that waking a thread for it costs more
            .expireAfter(Expiry.<Key, ImageDecision>writing((key, decision) -> decision.lasts()))
            .build();
  }

  /** How they are used. */
  CacheUse use() {
    return CacheUse.of("decisions", decisions);
  }

  /** The decision about the same image, for whoever may repeat it. */
  Optional<ImageDecision> find(ImageQuery query) {
    return Optional.ofNullable(decisions.getIfPresent(Key.of(query))).filter(this::stillHolds);
  }

  /**
   * Remembers a pass that lasts. Who asks outside an admission asks once about each image and would
   * only take the places of others.
   */
  void remember(ImageQuery query, ImageDecision decision) {
    boolean lasts = decision.lasts().isPositive() && decision.exemption().isEmpty();
    if (lasts && query.pinning() != Pinning.NOT_YET && stillHolds(decision)) {
      decisions.put(Key.of(query), decision);
    }
  }

  /** The wall clock may have been set forward since. */
  private boolean stillHolds(ImageDecision decision) {
    return decision.verdict() instanceof Verdict.Trusted trusted
        && clock.instant().isBefore(trusted.validUntil());
  }
}
