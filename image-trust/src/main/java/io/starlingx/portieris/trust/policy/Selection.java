/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

/** What looking for the deciding rule led to. Without one, an image is refused. */
public sealed interface Selection {

  /** This rule decides. */
  record Chosen(RuleMatch match) implements Selection {
    public Chosen {
      requireNonNull(match, "match");
    }
  }

  /** There is no policy at all. */
  record NoPolicies() implements Selection {}

  /** The namespace has no policy and none of the cluster's matches. */
  record NoClusterRule() implements Selection {}

  /** The namespace has policies, which hide the cluster's, and none of them matches. */
  record NoNamespacedRule() implements Selection {}
}
