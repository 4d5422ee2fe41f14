/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.Recorder.Outcome;
import io.starlingx.portieris.trust.http.Recorder.Step;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.Exemption;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.policy.Selection;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides about an image by the policies of its namespace and of the cluster: finds the rule that
 * decides, the one that must pass beside it, and the exemption that stands in for either.
 */
final class PolicyCheck {

  private final RuleCheck rules;
  private final TaggedForm tagged;
  private final InstantSource clock;

  /** By the wall clock {@code clock}, at which exemptions end. */
  PolicyCheck(RuleCheck rules, TaggedForm tagged, InstantSource clock) {
    this.rules = rules;
    this.tagged = tagged;
    this.clock = clock;
  }

  ImageDecision decide(Subject subject, ImageQuery query, RequestContext context) {
    PolicySet policies = query.policies();
    Optional<Exemption> exemption = policies.exemption(subject.names());
    Optional<Exemption> current = exemption.filter(e -> e.isCurrent(clock.instant()));
    ImageDecision decision =
        policies.isNamespaced()
            ? byNamespace(subject, current, query, context)
            : current
                .map(by -> exempted(subject, by))
                .orElseGet(() -> bySelection(subject, false, query, context));
    boolean wouldCount = !policies.isNamespaced() || decision.mandatory().isPresent();
    return exemption
        .filter(e -> current.isEmpty() && wouldCount)
        .map(e -> ended(decision, e))
        .orElse(decision);
  }

  /** By the namespace's own rule, and by the cluster's that must pass beside it. */
  private ImageDecision byNamespace(
      Subject subject, Optional<Exemption> current, ImageQuery query, RequestContext context) {
    Optional<RuleMatch> mandatory = PolicySelector.mandatory(subject.spellings(), query.policies());
    boolean vouchedFor =
        current.isEmpty()
            && mandatory
                .map(RuleMatch::rule)
                .filter(rule -> rule.wantsSignature() && rule.mode() == Mode.ENFORCE)
                .isPresent();
    ImageDecision own = bySelection(subject, vouchedFor, query, context);
    return mandatory
        .filter(match -> own.admits())
        .map(
            match ->
                current
                    .map(by -> own.exemptedBy(by, match))
                    .orElseGet(
                        () -> MandatoryRule.join(own, byMandatory(subject, match, query, context))))
        .orElse(own);
  }

  private ImageDecision byMandatory(
      Subject subject, RuleMatch match, ImageQuery query, RequestContext context) {
    ImageDecision decision = rules.decide(subject, match, query, context);
    return tagged.decide(
        subject, query.policies().cluster().mandatory(), decision, false, query, context);
  }

  private ImageDecision bySelection(
      Subject subject, boolean vouchedFor, ImageQuery query, RequestContext context) {
    return tagged.decide(
        subject,
        query.policies().deciding(),
        byDigestOrTag(subject, query, context),
        vouchedFor,
        query,
        context);
  }

  private ImageDecision byDigestOrTag(Subject subject, ImageQuery query, RequestContext context) {
    long start = System.nanoTime();
    Selection selection = PolicySelector.select(subject.spellings(), query.policies());
    boolean isChosen = selection instanceof Selection.Chosen;
    context
        .recorder()
        .step(
            Step.SELECT,
            isChosen ? Outcome.OK : Outcome.REFUSED,
            Duration.ofNanos(System.nanoTime() - start));
    return selection instanceof Selection.Chosen(RuleMatch match)
        ? rules.decide(subject, match, query, context)
        : refused(
            query,
            CheckOutcome.rejected(
                ReasonCode.POLICY,
                new DenialText(query.image()).notSelected(selection, query.namespace()),
                ""));
  }

  private static ImageDecision exempted(Subject subject, Exemption by) {
    return new ImageDecision(
        subject.image().raw(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(by),
        Mode.ENFORCE,
        new Verdict.Trusted(subject.image().digest(), List.of(), by.until()),
        "",
        Optional.empty(),
        List.of(),
        Duration.ZERO);
  }

  /** Whoever relied on an exemption learns why the image is refused now. */
  private static ImageDecision ended(ImageDecision decision, Exemption exemption) {
    return decision.verdict() instanceof Verdict.Trusted
        ? decision
        : decision.withMessage(
            decision.message() + "\n" + DenialText.endedExemption(exemption.title()));
  }

  private static ImageDecision refused(ImageQuery query, CheckOutcome outcome) {
    return ImageDecision.refused(query.image(), outcome, Optional.empty(), Mode.ENFORCE);
  }
}
