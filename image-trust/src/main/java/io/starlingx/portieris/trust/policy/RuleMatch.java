/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/** The one rule that decides about an image, and the policy it stands in. */
public record RuleMatch(ImagePolicy policy, RepositoryRule rule) {
  public RuleMatch {
    requireNonNull(policy, "policy");
    requireNonNull(rule, "rule");
  }

  /** The rule as people find it: {@code ImagePolicy team-a/web, repository icr.io/*}. */
  public String title() {
    return policy.title() + ", repository " + rule.name();
  }
}
