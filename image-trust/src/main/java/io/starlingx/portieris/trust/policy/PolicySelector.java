/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.policy.Explanation.Considered;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the one rule that decides about an image. Policies of a namespace hide the cluster's as
 * soon as there is one. Among the rules of the side that counts, in list and document order, a
 * pattern that is an image spelling to the letter wins at once; otherwise the best score wins, and
 * of equal scores the first. Rules are never combined.
 */
public final class PolicySelector {

  /** Keeps rules of equal rank in their order, so that the first of them comes first. */
  private static final Comparator<Considered> BEST_FIRST =
      Comparator.comparing(Considered::exact, Comparator.reverseOrder())
          .thenComparing(Considered::matches, Comparator.reverseOrder())
          .thenComparingInt(c -> c.exact() || !c.matches() ? 0 : -c.score());

  private PolicySelector() {}

  /**
   * Selects for one image.
   *
   * @param spellings every way to write the image that patterns are tried on
   */
  public static Selection select(List<String> spellings, PolicySet policies) {
    boolean namespaced = !policies.namespaced().policies().isEmpty();
    if (policies.deciding().policies().isEmpty()) {
      return new Selection.NoPolicies();
    }
    return policies
        .deciding()
        .best(spellings)
        .<Selection>map(Selection.Chosen::new)
        .orElseGet(
            () -> namespaced ? new Selection.NoNamespacedRule() : new Selection.NoClusterRule());
  }

  /** As {@link #select}, with every rule that was up for it; looks at each of them. */
  public static Explanation explain(List<String> spellings, PolicySet policies) {
    List<Considered> considered =
        policies.deciding().rules().stream()
            .map(rule -> considered(rule, spellings))
            .sorted(BEST_FIRST)
            .toList();
    return new Explanation(
        spellings,
        !policies.namespaced().policies().isEmpty(),
        considered,
        select(spellings, policies));
  }

  private static Considered considered(IndexedRule rule, List<String> spellings) {
    List<String> matching = spellings.stream().filter(rule.pattern()::matches).toList();
    boolean exact = spellings.stream().anyMatch(rule.pattern()::isExactly);
    return new Considered(rule.match(), rule.score(), matching, exact);
  }
}
