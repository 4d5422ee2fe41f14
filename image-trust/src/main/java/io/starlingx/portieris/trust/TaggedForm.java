/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.EarlierRule;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Decides about an image by digest as about the tagged image that it may have been. A rule for
 * tags, which has verified an image and had it pinned, does not match the pinned form, and another
 * one may match it that would never have decided about the tag.
 */
final class TaggedForm {

  private final RuleCheck rules;

  TaggedForm(RuleCheck rules) {
    this.rules = rules;
  }

  /**
   * The decision by a rule for tags when that is a pass, else {@code now}.
   *
   * @param now the decision by the rule that matches the digest
   * @param side the policies that {@code now} is by
   */
  ImageDecision decide(
      Subject subject,
      PolicyList side,
      ImageDecision now,
      ImageQuery query,
      RequestContext context) {
    if (query.pinning() == Pinning.NOT_YET
        || !subject.isPinned()
        || now.verdict() instanceof Verdict.Trusted) {
      return now;
    }
    List<EarlierRule> earlier =
        PolicySelector.beforePinning(
            now.rule(), subject.repositories(), subject.canonicalRepositories(), side);
    Optional<ImageDecision> pass =
        query.pinning() == Pinning.OVER
            ? afterwards(subject, earlier, query, context)
            : meanwhile(subject, earlier, query, context);
    return pass.orElse(now);
  }

  /**
   * Nobody but another webhook can have put in a digest that was not asked about before, and it
   * gains nothing: content that a rule for one tag vouches for could have been named by that tag.
   */
  private Optional<ImageDecision> afterwards(
      Subject subject, List<EarlierRule> earlier, ImageQuery query, RequestContext context) {
    return earlier.stream()
        .filter(rule -> !rule.match().rule().requirements().isEmpty())
        .filter(rule -> rule.everyTag() || rule.match().rule().wantsSignature())
        .map(rule -> rules.decide(subject, rule.match(), query, context))
        .filter(TaggedForm::isOfKnownContent)
        .findFirst();
  }

  /**
   * Anybody may have written the digest. It is as good as its tag if this process has just come
   * from one to the other, or if there is no tag about which another rule would decide.
   */
  private Optional<ImageDecision> meanwhile(
      Subject subject, List<EarlierRule> earlier, ImageQuery query, RequestContext context) {
    Optional<ImageDecision> remembered =
        earlier.stream()
            .flatMap(rule -> rules.remembered(subject, rule.match(), query).stream())
            .findFirst();
    if (remembered.isPresent() || earlier.size() != 1) {
      return remembered;
    }
    EarlierRule only = earlier.getFirst();
    return only.everyTag() && only.match().rule().wantsSignature()
        ? Optional.of(rules.decide(subject, only.match(), query, context))
            .filter(TaggedForm::isOfKnownContent)
        : Optional.empty();
  }

  private static boolean isOfKnownContent(ImageDecision decision) {
    return decision.verdict() instanceof Verdict.Trusted trusted && trusted.digest().isPresent();
  }
}
