/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The decision about one image. The verdict says whether it is trusted, {@link #admits} whether it
 * may run, which a rule may allow although it is not.
 *
 * @param image the string that was asked about
 * @param rule the rule that decided, if one matched and no exemption did
 * @param mandatory the cluster's rule that had to pass as well, where there is one; equal to {@code
 *     rule} when that is the one which refuses
 * @param exemption what stood in for the cluster's rules
 * @param mode what a refusal by the rule does
 * @param message the whole denial for people, several lines; empty text when trusted
 * @param replacement what the container must run instead, {@code name@sha256:…}; empty when the
 *     string stays
 * @param warnings for people; they do not change the verdict
 * @param lasts how long the decision may be repeated while the same policies count; zero when it
 *     must be made anew each time
 */
public record ImageDecision(
    String image,
    Optional<RuleMatch> rule,
    Optional<RuleMatch> mandatory,
    Optional<Exemption> exemption,
    Mode mode,
    Verdict verdict,
    String message,
    Optional<String> replacement,
    List<String> warnings,
    Duration lasts) {
  public ImageDecision {
    requireNonNull(image, "image");
    requireNonNull(rule, "rule");
    requireNonNull(mandatory, "mandatory");
    requireNonNull(exemption, "exemption");
    requireNonNull(mode, "mode");
    requireNonNull(verdict, "verdict");
    requireNonNull(message, "message");
    requireNonNull(replacement, "replacement");
    warnings = List.copyOf(warnings);
    requireNonNull(lasts, "lasts");
  }

  /** A decision by one rule that enforces, or by none. */
  public ImageDecision(
      String image,
      Optional<RuleMatch> rule,
      Verdict verdict,
      String message,
      Optional<String> replacement,
      List<String> warnings) {
    this(
        image,
        rule,
        Optional.empty(),
        Optional.empty(),
        Mode.ENFORCE,
        verdict,
        message,
        replacement,
        warnings,
        Duration.ZERO);
  }

  static ImageDecision refused(
      String image, CheckOutcome outcome, Optional<RuleMatch> rule, Mode mode) {
    return new ImageDecision(
        image,
        rule,
        Optional.empty(),
        Optional.empty(),
        mode,
        outcome.verdict(),
        new DenialText(image).lines(outcome.denial(), outcome.verdict()),
        Optional.empty(),
        outcome.warnings(),
        Duration.ZERO);
  }

  /** The same with an exemption that stood in for the mandatory rule. */
  ImageDecision exemptedBy(Exemption by, RuleMatch from) {
    return new ImageDecision(
        image,
        rule,
        Optional.of(from),
        Optional.of(by),
        mode,
        verdict,
        message,
        replacement,
        warnings,
        Duration.ZERO);
  }

  ImageDecision pinnedBy(ImageDecision other) {
    return new ImageDecision(
        image,
        rule,
        mandatory,
        exemption,
        mode,
        verdict,
        message,
        other.replacement,
        warnings,
        Duration.ZERO);
  }

  /** The same, and the image stays as it is written. */
  ImageDecision unpinned() {
    return new ImageDecision(
        image,
        rule,
        mandatory,
        exemption,
        mode,
        verdict,
        message,
        Optional.empty(),
        warnings,
        lasts);
  }

  /** The same, to be made anew each time. */
  ImageDecision onlyNow() {
    return new ImageDecision(
        image,
        rule,
        mandatory,
        exemption,
        mode,
        verdict,
        message,
        replacement,
        warnings,
        Duration.ZERO);
  }

  ImageDecision withMessage(String text) {
    return new ImageDecision(
        image,
        rule,
        mandatory,
        exemption,
        mode,
        verdict,
        text,
        replacement,
        warnings,
        Duration.ZERO);
  }

  /** Whether the image may run: it is trusted, or its rule does not enforce. */
  public boolean admits() {
    return verdict instanceof Verdict.Trusted || mode != Mode.ENFORCE;
  }

  /** Whether the image may run although it is not trusted. */
  public boolean isTolerated() {
    return admits() && !(verdict instanceof Verdict.Trusted);
  }

  /** What decided, as people find it; empty when nothing matched. */
  public Optional<String> decidedBy() {
    return rule.map(RuleMatch::title).or(() -> exemption.map(Exemption::title));
  }
}
