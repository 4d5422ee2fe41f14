/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import java.util.List;
import java.util.Optional;

/**
 * Finds the one rule that decides about an image. Policies of a namespace hide the cluster's as
 * soon as there is one. Among the rules of the side that counts, in list and document order, a
 * pattern that is an image spelling to the letter wins at once; otherwise the best score wins, and
 * of equal scores the first. Rules are never combined.
 */
public final class PolicySelector {

  private PolicySelector() {}

  /**
   * Selects for one image.
   *
   * @param spellings every way to write the image that patterns are tried on
   */
  public static Selection select(List<String> spellings, PolicySet policies) {
    boolean namespaced = !policies.namespaced().isEmpty();
    if (!namespaced && policies.cluster().isEmpty()) {
      return new Selection.NoPolicies();
    }
    return best(spellings, namespaced ? policies.namespaced() : policies.cluster())
        .<Selection>map(Selection.Chosen::new)
        .orElseGet(
            () -> namespaced ? new Selection.NoNamespacedRule() : new Selection.NoClusterRule());
  }

  private static Optional<RuleMatch> best(List<String> spellings, List<ImagePolicy> policies) {
    Optional<RuleMatch> best = Optional.empty();
    int bestScore = -1;
    for (ImagePolicy policy : policies) {
      for (RepositoryRule rule : policy.repositories()) {
        RepositoryPattern pattern = new RepositoryPattern(rule.name());
        if (spellings.stream().anyMatch(pattern::isExactly)) {
          return Optional.of(new RuleMatch(policy, rule));
        }
        if (pattern.score() > bestScore && spellings.stream().anyMatch(pattern::matches)) {
          best = Optional.of(new RuleMatch(policy, rule));
          bestScore = pattern.score();
        }
      }
    }
    return best;
  }
}
