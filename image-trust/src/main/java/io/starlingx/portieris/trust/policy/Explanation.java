/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How the rule that decides about an image was found.
 *
 * @param spellings every way to write the image that patterns were tried on
 * @param namespaced whether ImagePolicies of the namespace counted, which hide the cluster's
 * @param considered all rules of the side that counted: the winner first, then the others that
 *     match, best first, then those that do not, in list and document order
 * @param selection what came of it
 * @param mandatory the cluster's rule that must pass as well
 * @param exemption from the cluster's rules; it may have ended
 */
public record Explanation(
    List<String> spellings,
    boolean namespaced,
    List<Considered> considered,
    Selection selection,
    Optional<RuleMatch> mandatory,
    Optional<Exemption> exemption) {
  public Explanation {
    spellings = List.copyOf(spellings);
    considered = List.copyOf(considered);
    requireNonNull(selection, "selection");
    requireNonNull(mandatory, "mandatory");
    requireNonNull(exemption, "exemption");
  }

  /**
   * One rule.
   *
   * @param score number of literal characters of its pattern
   * @param matching the spellings that it matches
   * @param exact whether the pattern is one of them to the letter, which beats every score
   */
  public record Considered(RuleMatch rule, int score, List<String> matching, boolean exact) {
    public Considered {
      requireNonNull(rule, "rule");
      matching = List.copyOf(matching);
    }

    /** Whether the rule matches the image at all. */
    public boolean matches() {
      return !matching.isEmpty();
    }
  }
}
