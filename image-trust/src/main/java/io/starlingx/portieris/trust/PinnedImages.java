/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

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

/**
 * Content that passed a rule a moment ago. When the object that an image was pinned in is looked at
 * again, its digest need not be verified a second time, and a rule that wants the signature of one
 * tag is not asked about a reference that has none any more.
 */
final class PinnedImages {

  /** No longer than a Secret's change may go unnoticed. */
  static final Duration LONGEST_MEMORY = Duration.ofSeconds(10);

  /**
   * Everything that the verdict depended on.
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

  private final VerdictCache<Key> passed;

  /** Remembers for {@code time}, or less. */
  PinnedImages(Duration time, InstantSource clock) {
    this.passed =
        new VerdictCache<>(time.compareTo(LONGEST_MEMORY) < 0 ? time : LONGEST_MEMORY, clock);
  }

  /** The verdict that this rule came to about this content, in this repository, for this asker. */
  Optional<Verdict.Trusted> find(Subject subject, RuleMatch match, ImageQuery query) {
    if (query.pinning() == Pinning.NOT_YET || !subject.isPinned()) {
      return Optional.empty();
    }
    return passed
        .find(key(subject, match, query, subject.image().digest().orElseThrow()))
        .map(Verdict.Trusted.class::cast);
  }

  /**
   * Remembers a pass. Not one of content alone, where the tag did not count any more: whoever
   * writes a digest by hand would have the tag's share of the check spared.
   */
  void remember(Subject subject, RuleMatch match, ImageQuery query, Verdict.Trusted verdict) {
    if (query.pinning() == Pinning.OVER) {
      return;
    }
    verdict
        .digest()
        .map(digest -> key(subject, match, query, digest))
        .filter(key -> passed.find(key).isEmpty())
        .ifPresent(key -> passed.remember(key, verdict));
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
