/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.Recorder.Outcome;
import io.starlingx.portieris.trust.http.Recorder.Step;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has every check of one rule made; all of them must pass, on the same content. */
final class RuleCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RuleCheck.class);

  private final TrustSettings settings;
  private final TrustCheck trust;
  private final SimpleCheck simple;
  private final PinnedImages pinned;
  private final Ticker ticker;

  /** With the ticker that {@code pinned} goes by. */
  RuleCheck(
      TrustSettings settings,
      TrustCheck trust,
      SimpleCheck simple,
      PinnedImages pinned,
      Ticker ticker) {
    this.settings = settings;
    this.trust = trust;
    this.simple = simple;
    this.pinned = pinned;
    this.ticker = ticker;
  }

  /** Decides by this rule alone, without an exception. */
  ImageDecision decide(Subject subject, RuleMatch match, ImageQuery query, RequestContext context) {
    if (!match.rule().problems().isEmpty()) {
      return ImageDecision.refused(
          query.image(),
          CheckOutcome.rejected(
              ReasonCode.POLICY,
              new DenialText(query.image()).unusableRule(match.title()),
              String.join("\n", match.rule().problems())),
          Optional.of(match),
          Mode.ENFORCE);
    }
    Mode mode = mode(match);
    long start = System.nanoTime();
    try {
      ImageDecision decision =
          pinned
              .find(subject, match, query)
              .map(earlier -> passed(subject, match, mode, earlier, List.of()))
              .orElseGet(() -> check(subject, match, mode, query, context));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      context.recorder().step(Step.VERIFY, outcome(decision.verdict()), took);
      return decision;
    } catch (RuntimeException e) {
      LOG.error("Deciding by {} failed", match.title(), e);
      return ImageDecision.refused(
          query.image(), CheckOutcome.internal(query.image()), Optional.of(match), mode);
    }
  }

  private static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> Outcome.OK;
      case Verdict.Rejected rejected -> Outcome.REFUSED;
      case Verdict.Unavailable unavailable -> Outcome.UNAVAILABLE;
    };
  }

  /** What whoever may write policies of a namespace may not do unless the operator lets them. */
  private Mode mode(RuleMatch match) {
    boolean counts = match.policy().namespace().isEmpty() || settings.namespacedModes();
    return counts ? match.rule().mode() : Mode.ENFORCE;
  }

  private ImageDecision check(
      Subject subject, RuleMatch match, Mode mode, ImageQuery query, RequestContext context) {
    Verdict.Trusted verdict = new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);
    List<String> warnings = new ArrayList<>();
    long began = ticker.read();
    Duration lasts = PinnedImages.LONGEST_MEMORY;
    for (Requirement requirement : match.rule().requirements()) {
      CheckOutcome outcome = check(subject, match, requirement, query, context);
      warnings.addAll(outcome.warnings());
      if (!(outcome.verdict() instanceof Verdict.Trusted trusted)) {
        return ImageDecision.refused(
            query.image(),
            new CheckOutcome(outcome.verdict(), outcome.denial(), warnings, Duration.ZERO),
            Optional.of(match),
            mode);
      }
      if (verdict.conflictsWith(trusted)) {
        // Simple signing is checked before Docker Content Trust, so the later digest is Notary's.
        String denial =
            new DenialText(query.image())
                .conflict(trusted.digest().orElseThrow(), verdict.digest().orElseThrow());
        return ImageDecision.refused(
            query.image(),
            CheckOutcome.rejected(ReasonCode.DIGEST_CONFLICT, denial, ""),
            Optional.of(match),
            mode);
      }
      verdict = verdict.and(trusted);
      lasts = CheckOutcome.shorter(lasts, outcome.lasts());
    }
    Duration taken = Duration.ofNanos(ticker.read() - began);
    Pass pass = new Pass(verdict, lasts.minus(taken));
    pinned.remember(subject, match, query, pass);
    return passed(subject, match, mode, pass, warnings);
  }

  private CheckOutcome check(
      Subject subject,
      RuleMatch match,
      Requirement requirement,
      ImageQuery query,
      RequestContext context) {
    return switch (requirement) {
      case Requirement.Vulnerability scan ->
          CheckOutcome.rejected(
              ReasonCode.UNSUPPORTED,
              new DenialText(query.image()).vulnerability(),
              "Vulnerability Advisor exists no longer; remove vulnerability.ICCRVA from the rule");
      case Requirement.SimpleSigning rule ->
          simple.check(subject, match.policy(), rule, query, context);
      case Requirement.Trust rule ->
          trust.check(subject.image(), subject.signed(), match.policy(), rule, query, context);
    };
  }

  private static ImageDecision passed(
      Subject subject, RuleMatch match, Mode mode, Pass pass, List<String> warnings) {
    Optional<String> replacement =
        match.rule().mutateImage()
            ? pass.verdict()
                .digest()
                .map(digest -> subject.image().pinnedTo(digest))
                .filter(text -> !text.equals(subject.image().raw()))
            : Optional.empty();
    return new ImageDecision(
        subject.image().raw(),
        Optional.of(match),
        Optional.empty(),
        Optional.empty(),
        mode,
        pass.verdict(),
        "",
        replacement,
        warnings,
        pass.lasts());
  }
}
