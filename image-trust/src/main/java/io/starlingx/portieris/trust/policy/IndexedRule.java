/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.Comparator;
import java.util.List;

/**
 * A rule among others.
 *
 * @param position counted over all rules in list and document order
 */
record IndexedRule(int position, RepositoryPattern pattern, int score, RuleMatch match) {

  /** The first rule is the greatest. */
  static final Comparator<IndexedRule> BY_POSITION =
      Comparator.comparingInt(IndexedRule::position).reversed();

  /** The greatest wins: the best score, and of equal scores the first rule. */
  static final Comparator<IndexedRule> BY_RANK =
      Comparator.comparingInt(IndexedRule::score).thenComparing(BY_POSITION);

  IndexedRule(int position, ImagePolicy policy, RepositoryRule rule) {
    this(position, new RepositoryPattern(rule.name()), new RuleMatch(policy, rule));
  }

  private IndexedRule(int position, RepositoryPattern pattern, RuleMatch match) {
    this(position, pattern, pattern.score(), match);
  }

  /** Whether this rule can be an image to the letter. */
  boolean isLiteral() {
    return text().indexOf('*') < 0;
  }

  boolean isBehind(IndexedRule other) {
    return BY_RANK.compare(this, other) < 0;
  }

  boolean matchesAny(List<String> images) {
    return images.stream().anyMatch(pattern::matches);
  }

  String text() {
    return pattern.text();
  }
}
