/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.EarlierRule;
import io.starlingx.portieris.trust.policy.PolicyList;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import io.starlingx.portieris.trust.policy.RuleMatch;
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
  private final PinnedImages pinned;

  TaggedForm(RuleCheck rules, PinnedImages pinned) {
    this.rules = rules;
    this.pinned = pinned;
  }

  /**
   * The decision by a rule for tags when that is a pass, else {@code now}.
   *
   * @param now the decision by the rule that matches the digest
   * @param side the policies that {@code now} is by
   * @param vouchedFor whether a mandatory rule, which has the content verified, must pass as well
   */
  ImageDecision decide(
      Subject subject,
      PolicyList side,
      ImageDecision now,
      boolean vouchedFor,
      ImageQuery query,
      RequestContext context) {
    if (query.pinning() == Pinning.NOT_YET
        || !subject.isPinned()
        || now.verdict() instanceof Verdict.Trusted) {
      return now;
    }
    List<EarlierRule> earlier = earlier(subject, now.rule(), side);
    return earlier.stream()
        .flatMap(rule -> pass(subject, rule, earlier, vouchedFor, query, context).stream())
        .findFirst()
        .map(ImageDecision::onlyNow) // where a digest is from is known for a while only
        .orElse(now);
  }

  /**
   * Whether a rule for tags that looks at no signature decides, in whatever replica, about the
   * content that it led to.
   *
   * @param content the image by digest
   * @param now the rule that matches the digest
   */
  boolean findsAgain(Subject content, RuleMatch rule, Optional<RuleMatch> now, PolicyList side) {
    return now.filter(rule::equals).isPresent()
        || earlier(content, now, side).stream()
            .anyMatch(earlier -> earlier.everyTag() && earlier.match().equals(rule));
  }

  private static List<EarlierRule> earlier(
      Subject subject, Optional<RuleMatch> now, PolicyList side) {
    return PolicySelector.beforePinning(
        now, subject.repositories(), subject.canonicalRepositories(), side);
  }

  private Optional<ImageDecision> pass(
      Subject subject,
      EarlierRule rule,
      List<EarlierRule> all,
      boolean vouchedFor,
      ImageQuery query,
      RequestContext context) {
    // It is known where the digest is from, so the rule decides whatever it is, as about the tag.
    if (pinned.isPinnedBy(subject, rule.match(), query)) {
      return Optional.of(rules.decide(subject, rule.match(), query.pinned(), context))
          .filter(ImageDecision::admits);
    }
    boolean afterwards = query.pinning() == Pinning.OVER;
    if (afterwards && vouchedFor && rule.match().rule().requirements().isEmpty()) {
      return Optional.of(rules.decide(subject, rule.match(), query, context))
          .filter(ImageDecision::admits);
    }
    return (afterwards ? decidesAfterwards(rule) : decidesMeanwhile(rule, all))
        ? Optional.of(rules.decide(subject, rule.match(), query, context))
            .filter(TaggedForm::isOfKnownContent)
        : Optional.empty();
  }

  /**
   * Nobody but another webhook can have put in a digest that was not asked about before, and it
   * gains nothing: content that a rule for one tag vouches for could have been named by that tag.
   */
  private static boolean decidesAfterwards(EarlierRule earlier) {
    RepositoryRule rule = earlier.match().rule();
    return !rule.requirements().isEmpty() && (earlier.everyTag() || rule.wantsSignature());
  }

  /**
   * Anybody may have written the digest. It is as good as its tag if there is no tag about which
   * another rule would decide.
   */
  private static boolean decidesMeanwhile(EarlierRule earlier, List<EarlierRule> all) {
    return all.size() == 1 && earlier.everyTag() && earlier.match().rule().wantsSignature();
  }

  private static boolean isOfKnownContent(ImageDecision decision) {
    return decision.verdict() instanceof Verdict.Trusted trusted && trusted.digest().isPresent();
  }
}
