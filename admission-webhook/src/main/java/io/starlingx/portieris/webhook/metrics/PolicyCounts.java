/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.metrics;

import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.RepositoryRule;
import java.util.List;

/**
 * Policies of one kind, counted.
 *
 * @param unusable rules that deny whatever they match
 * @param unconditional rules of a policy called {@code default} that admit every image unchecked,
 *     as installations of earlier versions leave them behind
 */
public record PolicyCounts(int objects, int rules, int unusable, int unconditional) {

  /** Counts these. */
  public static PolicyCounts of(List<ImagePolicy> policies) {
    List<RepositoryRule> rules =
        policies.stream().flatMap(policy -> policy.repositories().stream()).toList();
    int unusable = (int) rules.stream().filter(rule -> !rule.problems().isEmpty()).count();
    int unconditional =
        (int)
            policies.stream()
                .filter(policy -> policy.name().equals("default"))
                .flatMap(policy -> policy.repositories().stream())
                .filter(PolicyCounts::admitsEverything)
                .count();
    return new PolicyCounts(policies.size(), rules.size(), unusable, unconditional);
  }

  private static boolean admitsEverything(RepositoryRule rule) {
    return rule.name().equals("*") && rule.requirements().isEmpty() && rule.problems().isEmpty();
  }
}
