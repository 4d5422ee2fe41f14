/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds rules that an earlier one hides. A rule is hidden when another matches everything that it
 * matches and ranks no lower. Such a one has the same literal characters in the same order and
 * stands before it, with a {@code *} where this one has, or more.
 */
final class ShadowedRules {

  /** Stands for what a {@code *} stands for; no pattern matches it but by a {@code *}. */
  private static final String ANYTHING = "\u0000";

  /** A rule, by the policy that it stands in. */
  private record Placed(int policy, RepositoryPattern pattern) {
    String text() {
      return pattern.text();
    }

    boolean covers(String later) {
      String widest = later.replace("*", ANYTHING);
      return pattern.matches(widest) && pattern.matches(widest + ":" + ANYTHING);
    }
  }

  private final List<ImagePolicy> policies;
  private final List<List<Optional<Placed>>> hiddenBy = new ArrayList<>();

  /** Looks at all policies; those of one namespace, and the cluster's, are ranked together. */
  ShadowedRules(List<ImagePolicy> policies) {
    this.policies = policies;
    policies.forEach(policy -> hiddenBy.add(new ArrayList<>()));
    IntStream.range(0, policies.size())
        .boxed()
        .collect(groupingBy(i -> policies.get(i).namespace()))
        .values()
        .forEach(this::rankTogether);
  }

  private void rankTogether(List<Integer> side) {
    Map<String, List<Placed>> seen = new HashMap<>();
    side.stream()
        .sorted(Comparator.comparing(i -> policies.get(i).name()))
        .forEach(
            i ->
                policies
                    .get(i)
                    .repositories()
                    .forEach(rule -> hiddenBy.get(i).add(place(i, rule.name(), seen))));
  }

  private static Optional<Placed> place(int policy, String text, Map<String, List<Placed>> seen) {
    List<Placed> alike = seen.computeIfAbsent(text.replace("*", ""), literal -> new ArrayList<>());
    Optional<Placed> hidden = alike.stream().filter(other -> other.covers(text)).findFirst();
    if (hidden.isEmpty()) {
      alike.add(new Placed(policy, new RepositoryPattern(text)));
    }
    return hidden;
  }

  /** The finding about one rule, by its place in its policy. */
  Optional<PolicyFinding> find(int policy, int rule, String path) {
    String text = policies.get(policy).repositories().get(rule).name();
    return hiddenBy
        .get(policy)
        .get(rule)
        .map(
            other ->
                finding(
                    text,
                    other.text(),
                    other.policy() == policy ? "" : " of " + policies.get(other.policy()).title(),
                    path));
  }

  private static PolicyFinding finding(String hidden, String earlier, String where, String path) {
    boolean everywhere = hidden.contains("*") || hidden.equals(earlier);
    return PolicyFinding.warning(
        "rules/hidden",
        path,
        (everywhere
                ? "\"" + hidden + "\" never decides: \""
                : "\"" + hidden + "\" decides only about that name to the letter: \"")
            + earlier
            + "\""
            + where
            + " comes before it, matches the same images and scores as much",
        "remove one of them, or let this rule come first");
  }
}
