/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A policy with what is wrong or dubious about it, in document order. */
public record LintedPolicy(ImagePolicy policy, List<PolicyFinding> findings) {
  public LintedPolicy {
    requireNonNull(policy, "policy");
    findings = List.copyOf(findings);
  }
}
