/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The decision about one image.
 *
 * @param image the string that was asked about
 * @param rule the rule that decided, if one matched
 * @param message the whole denial for people, several lines; empty text when trusted
 * @param replacement what the container must run instead, {@code name@sha256:…}; empty when the
 *     string stays
 * @param warnings for people; they do not change the verdict
 */
public record ImageDecision(
    String image,
    Optional<RuleMatch> rule,
    Verdict verdict,
    String message,
    Optional<String> replacement,
    List<String> warnings) {
  public ImageDecision {
    requireNonNull(image, "image");
    requireNonNull(rule, "rule");
    requireNonNull(verdict, "verdict");
    requireNonNull(message, "message");
    requireNonNull(replacement, "replacement");
    warnings = List.copyOf(warnings);
  }
}
