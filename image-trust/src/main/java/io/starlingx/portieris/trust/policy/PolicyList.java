/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Policies of one side, in list order, with an index of their rules: what a look-up costs depends
 * on the rules that look like the image, not on the others. Made once per change of the policies
 * and shared by all requests.
 */
public final class PolicyList {

  /** No policy. */
  public static final PolicyList EMPTY = new PolicyList(List.of());

  private final List<ImagePolicy> policies;
  private final List<IndexedRule> rules;
  private final Map<String, IndexedRule> literals;
  private final GlobTree withHost;
  private final GlobTree withoutHost;
  private final Map<Digest, List<Exemption>> exemptions;

  /** Empty when no rule is mandatory. */
  private final Optional<PolicyList> mandatory;

  private PolicyList(List<ImagePolicy> policies) {
    this(policies, Optional.empty());
  }

  private PolicyList(List<ImagePolicy> policies, Optional<PolicyList> mandatory) {
    this.policies = List.copyOf(policies);
    this.rules = indexed(counting(policies));
    this.mandatory = mandatory;
    this.exemptions =
        policies.stream()
            .flatMap(policy -> policy.exemptions().stream())
            .collect(Collectors.groupingBy(exemption -> exemption.image().digest().orElseThrow()));
    Map<String, IndexedRule> literal = new HashMap<>();
    Map<String, IndexedRule> globs = new HashMap<>();
    for (IndexedRule rule : rules) {
      // Of equal patterns the first wins, so the others are never found.
      (rule.isLiteral() ? literal : globs).putIfAbsent(rule.text(), rule);
    }
    Map<Boolean, List<IndexedRule>> slash =
        globs.values().stream()
            .collect(Collectors.partitioningBy(rule -> rule.text().indexOf('/') >= 0));
    this.literals = Map.copyOf(literal);
    this.withHost = GlobTree.withHost(slash.getOrDefault(true, List.of()));
    this.withoutHost = GlobTree.withoutHost(slash.getOrDefault(false, List.of()));
  }

  /** Indexes the rules of these policies. */
  public static PolicyList of(List<ImagePolicy> policies) {
    if (policies.isEmpty()) {
      return EMPTY;
    }
    List<ImagePolicy> mandatory =
        policies.stream()
            .map(ImagePolicy::mandatory)
            .filter(policy -> !policy.repositories().isEmpty())
            .toList();
    return new PolicyList(
        policies, mandatory.isEmpty() ? Optional.empty() : Optional.of(new PolicyList(mandatory)));
  }

  /** The policies, in list order. */
  public List<ImagePolicy> policies() {
    return policies;
  }

  /** The same policies with their mandatory rules only. */
  public PolicyList mandatory() {
    return mandatory.orElse(EMPTY);
  }

  /** Of the exemptions that cover one of these names of an image, the one that ends last. */
  Optional<Exemption> exemption(List<ImageReference> names) {
    return names.stream()
        .flatMap(
            name ->
                name.digest().stream()
                    .flatMap(digest -> exemptions.getOrDefault(digest, List.of()).stream())
                    .filter(exemption -> exemption.covers(name)))
        .max(Comparator.comparing(Exemption::until));
  }

  /** All rules that count, in list and document order. */
  List<IndexedRule> rules() {
    return rules;
  }

  private static List<ImagePolicy> counting(List<ImagePolicy> policies) {
    return policies.stream()
        .filter(ImagePolicy::isUnreadable)
        .findFirst()
        .map(List::of)
        .orElse(policies);
  }

  private static List<IndexedRule> indexed(List<ImagePolicy> policies) {
    List<IndexedRule> rules = new ArrayList<>();
    for (ImagePolicy policy : policies) {
      for (RepositoryRule rule : policy.repositories()) {
        rules.add(new IndexedRule(rules.size(), policy, rule));
      }
    }
    return List.copyOf(rules);
  }

  /**
   * The rules that may decide about some tag of a repository, best first. A rule behind one that
   * matches every tag is none of them, unless it can be an image to the letter. Looks at every
   * rule.
   *
   * @param repositories the repository in every spelling, without tag and digest
   * @param canonical those of them that patterns are tried on however an image is written
   */
  List<EarlierRule> ofSomeTag(List<String> repositories, List<String> canonical) {
    Map<String, IndexedRule> found = new LinkedHashMap<>();
    rules.stream()
        .filter(rule -> repositories.stream().anyMatch(rule.pattern()::matchesSomeTagOf))
        .sorted(IndexedRule.BY_RANK.reversed())
        .forEach(rule -> found.putIfAbsent(rule.text(), rule));
    Optional<IndexedRule> always =
        found.values().stream().filter(rule -> rule.matchesAny(canonical)).findFirst();
    return found.values().stream()
        .filter(rule -> rule.isLiteral() || always.stream().noneMatch(rule::isBehind))
        .map(rule -> new EarlierRule(rule.match(), rule.matchesAny(repositories)))
        .toList();
  }

  /** The rule that decides about an image with these spellings. */
  Optional<RuleMatch> best(List<String> spellings) {
    return spellings.stream()
        .flatMap(spelling -> Optional.ofNullable(literals.get(spelling)).stream())
        .max(IndexedRule.BY_POSITION)
        .or(() -> spellings.stream().flatMap(s -> matching(s).stream()).max(IndexedRule.BY_RANK))
        .map(IndexedRule::match);
  }

  private List<IndexedRule> matching(String image) {
    List<IndexedRule> found = new ArrayList<>();
    for (int at = image.indexOf(':'); at >= 0; at = image.indexOf(':', at + 1)) {
      Optional.ofNullable(literals.get(image.substring(0, at))).ifPresent(found::add);
    }
    withHost.candidates(image, found::add);
    withoutHost.candidates(image, found::add);
    found.removeIf(rule -> !rule.pattern().matches(image));
    return found;
  }
}
