/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerdictCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Content that passed a rule a moment ago, so that its digest need not be verified a second time
 * when the object that an image was pinned in is looked at again; and, for longer, which rule's tag
 * led to which content, so that the same rule decides about it again.
 */
final class PinnedImages {

  static final Duration LONGEST_MEMORY = CheckOutcome.SECRETS_LAST;

  /** What the API server gives another webhook that is asked in between. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

  /** A decision is noted once, and repeated for a while as if it were of now. */
  private static final Duration KEPT = LONGEST_REQUEST.plus(LONGEST_MEMORY);

  private static final int MAX_PINS = 10_000;

  /**
   * Everything that the decision depended on.
   *
   * @param match of the very list of policies that is asked again: another list, another answer
   */
  private record Key(
      RuleMatch match,
      String repository,
      Digest digest,
      String namespace,
      List<Credentials> credentials,
      boolean dryRun) {
    @Override
    @SuppressWarnings(
        "ReferenceEquality") // the rule of another list is another rule, however alike
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.match == match
          && key.repository.equals(repository)
          && key.digest.equals(digest)
          && key.namespace.equals(namespace)
          && key.credentials.equals(credentials)
          && key.dryRun == dryRun;
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(match), repository, digest, namespace);
    }
  }

  private final Duration limit;
  private final VerdictCache<Key> passed;
  private final Cache<Key, Boolean> pins;

  /** Remembers passes for {@code time}, or less. */
  PinnedImages(Duration time, InstantSource clock, Ticker ticker) {
    this.limit = CheckOutcome.shorter(time, LONGEST_MEMORY);
    this.passed = new VerdictCache<>(limit, clock, ticker);
    this.pins =
        Caffeine.newBuilder()
            .maximumSize(MAX_PINS)
            .expireAfterWrite(KEPT)
            .ticker(ticker)
            .executor(Runnable::run) // so little work that waking a thread for it costs more
            .build();
  }

  /** The verdict that this rule came to about this content, in this repository, for this asker. */
  Optional<Pass> find(Subject subject, RuleMatch match, ImageQuery query) {
    if (query.pinning() == Pinning.NOT_YET || !subject.isPinned()) {
      return Optional.empty();
    }
    return passed
        .find(key(subject, match, query, subject.image().digest().orElseThrow()))
        .map(known -> new Pass((Verdict.Trusted) known.verdict(), limit.minus(known.age())));
  }

  /**
   * Remembers a pass. Not one of content alone, where the tag did not count any more: whoever
   * writes a digest by hand would have the tag's share of the check spared.
   */
  void remember(Subject subject, RuleMatch match, ImageQuery query, Pass pass) {
    if (query.pinning() == Pinning.OVER) {
      return;
    }
    pass.verdict()
        .digest()
        .map(digest -> key(subject, match, query, digest))
        .filter(key -> passed.find(key).isEmpty())
        .ifPresent(key -> passed.remember(key, pass.verdict(), limit.minus(pass.lasts())));
  }

  /**
   * Takes note that a tag is replaced by a digest, and which rules have decided that. A digest in
   * another spelling is no new decision: asked about again and again, it would be kept for ever.
   */
  void pin(Subject subject, ImageDecision decision, ImageQuery query) {
    if (query.pinning() != Pinning.UNDER_WAY || subject.isPinned()) {
      return;
    }
    decision
        .replacement()
        .flatMap(image -> Digest.parse(image.substring(image.indexOf('@') + 1)))
        .ifPresent(
            digest ->
                Stream.concat(decision.rule().stream(), decision.mandatory().stream())
                    .forEach(match -> pins.put(key(subject, match, query, digest), true)));
  }

  /** Whether this rule has led to this content; it need not be trusted any more. */
  boolean isPinnedBy(Subject subject, RuleMatch match, ImageQuery query) {
    return pins.getIfPresent(key(subject, match, query, subject.image().digest().orElseThrow()))
        != null;
  }

  private static Key key(Subject subject, RuleMatch match, ImageQuery query, Digest digest) {
    return new Key(
        match,
        subject.image().canonicalName(),
        digest,
        query.namespace(),
        query.credentials().matching(subject.image().name()),
        query.dryRun());
  }
}
