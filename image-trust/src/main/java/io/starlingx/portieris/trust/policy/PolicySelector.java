/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.policy.Explanation.Considered;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    boolean namespaced = policies.isNamespaced();
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

  /**
   * The cluster's rule that must pass beside the one that {@link #select} found: the best of the
   * mandatory ones, where policies of the namespace decide. A pattern without {@code *} at its end
   * does not match a digest, so each spelling is tried without its digest as well: naming the
   * content instead of the tag is no way around a rule that must pass.
   *
   * @param spellings every way to write the image that patterns are tried on
   */
  public static Optional<RuleMatch> mandatory(List<String> spellings, PolicySet policies) {
    return policies.isNamespaced()
        ? policies.cluster().mandatory().best(alsoWithoutDigest(spellings))
        : Optional.empty();
  }

  private static List<String> alsoWithoutDigest(List<String> spellings) {
    return Stream.concat(
            spellings.stream(), spellings.stream().map(image -> image.replaceFirst("@.*$", "")))
        .distinct()
        .toList();
  }

  /**
   * The rules that may have decided about an image before it was pinned to the digest that it has
   * now, best first. None when {@code now} speaks of this very digest.
   *
   * @param now the rule that is found by the digest, if any
   * @param repositories the image's repository in every spelling that it may have had
   * @param canonical those of them that patterns are tried on in any case
   */
  public static List<EarlierRule> beforePinning(
      Optional<RuleMatch> now,
      List<String> repositories,
      List<String> canonical,
      PolicyList policies) {
    boolean byDigest =
        now.filter(match -> new RepositoryPattern(match.rule().name()).namesDigest()).isPresent();
    return byDigest ? List.of() : policies.ofSomeTag(repositories, canonical);
  }

  /**
   * As {@link #select}, with every rule that was up for it; looks at each of them.
   *
   * @param exemption the one that covers the image, if any
   */
  public static Explanation explain(
      List<String> spellings, PolicySet policies, Optional<Exemption> exemption) {
    List<Considered> considered =
        policies.deciding().rules().stream()
            .map(rule -> considered(rule, spellings))
            .sorted(BEST_FIRST)
            .toList();
    return new Explanation(
        spellings,
        policies.isNamespaced(),
        considered,
        select(spellings, policies),
        mandatory(spellings, policies),
        exemption);
  }

  private static Considered considered(IndexedRule rule, List<String> spellings) {
    List<String> matching = spellings.stream().filter(rule.pattern()::matches).toList();
    boolean exact = spellings.stream().anyMatch(rule.pattern()::isExactly);
    return new Considered(rule.match(), rule.score(), matching, exact);
  }
}
