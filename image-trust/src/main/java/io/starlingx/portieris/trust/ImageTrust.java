/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.Recorder.Outcome;
import io.starlingx.portieris.trust.http.Recorder.Step;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.notary.TrustAnswer;
import io.starlingx.portieris.trust.notary.TrustVerifier;
import io.starlingx.portieris.trust.policy.Explanation;
import io.starlingx.portieris.trust.policy.Mode;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.policy.Selection;
import io.starlingx.portieris.trust.simplesigning.SignatureVerifier;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerdictCache;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is this image trusted? Reads the image string, finds the rule that decides, has every check of
 * that rule made and says what must be run. Safe for use by any number of threads.
 */
public final class ImageTrust {

  private static final Logger LOG = LoggerFactory.getLogger(ImageTrust.class);

  private final TrustSettings settings;
  private final PolicyCheck policyCheck;
  private final TaggedForm tagged;
  private final PinnedImages pinned;
  private final RecentDecisions recent;
  private final List<CacheUse> caches;

  /**
   * An engine for the life of the program.
   *
   * @param verifier decides for {@code trust}
   * @param signatures decides for {@code simple}
   * @param executor runs verifications; not closed here
   * @param clock the wall clock that verdicts expire by
   */
  public ImageTrust(
      TrustSettings settings,
      SecretReader secrets,
      TrustVerifier verifier,
      SignatureVerifier signatures,
      ExecutorService executor,
      InstantSource clock) {
    this(
        settings,
        secrets,
        verifier,
        signatures,
        executor,
        clock,
        VerificationLimit.standard(),
        Ticker.systemTicker());
  }

  ImageTrust(
      TrustSettings settings,
      SecretReader secrets,
      TrustVerifier verifier,
      SignatureVerifier signatures,
      ExecutorService executor,
      InstantSource clock,
      VerificationLimit limit,
      Ticker ticker) {
    this.settings = requireNonNull(settings, "settings");
    requireNonNull(clock, "clock");
    PolicySecrets policySecrets = new PolicySecrets(secrets, settings);
    TrustCheck trust =
        new TrustCheck(
            settings,
            policySecrets,
            verifier,
            new VerdictCache<>(settings.verdictTtl(), clock, ticker),
            new SharedVerification<>(executor, limit, TrustAnswer::current));
    SimpleCheck simple =
        new SimpleCheck(
            settings,
            policySecrets,
            signatures,
            new VerdictCache<>(SimpleCheck.timeToLive(settings), clock, ticker),
            new SharedVerification<>(executor, limit, SimpleCheck::current),
            ticker);
    this.recent = new RecentDecisions(clock, ticker);
    this.caches = List.of(recent.use(), trust.verdicts(), simple.verdicts());
    this.pinned = new PinnedImages(settings.verdictTtl(), clock, ticker);
    RuleCheck rules = new RuleCheck(settings, trust, simple, pinned, ticker);
    this.tagged = new TaggedForm(rules, pinned);
    this.policyCheck = new PolicyCheck(rules, tagged, clock);
  }

  /** How verdicts are cached. */
  public List<CacheUse> caches() {
    return caches;
  }

  /** Decides about one image; by the context's deadline, and without an exception. */
  public ImageDecision decide(ImageQuery query, RequestContext context) {
    try {
      return switch (ImageReference.parse(query.image())) {
        case ParsedImage.Invalid(boolean unsupported, String why) ->
            refused(
                query,
                CheckOutcome.rejected(
                    unsupported ? ReasonCode.UNSUPPORTED : ReasonCode.MALFORMED,
                    new DenialText(query.image()).invalidName(),
                    why));
        case ParsedImage.Valid(ImageReference image) ->
            decideAndPin(Subject.of(image, settings.identities()), query, context);
      };
    } catch (RuntimeException e) {
      LOG.error("Deciding about an image failed", e);
      return refused(query, CheckOutcome.internal(query.image()));
    }
  }

  /**
   * The decision to let an image pass, if all that it needs is remembered. Otherwise nobody hears
   * of its steps. Asks nobody and begins nothing, so that it may be called for any number of
   * images.
   */
  public Optional<ImageDecision> known(ImageQuery query, RequestContext context) {
    long start = System.nanoTime();
    Optional<ImageDecision> again = recent.find(query);
    if (again.isPresent()) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      context.recorder().step(Step.VERIFY, Outcome.OK, took);
      return again;
    }
    HeldSteps steps = new HeldSteps(context.recorder());
    LongSupplier ticker = context.deadline().ticker();
    Deadline now = new Deadline(ticker.getAsLong(), ticker);
    ImageDecision decision = decide(query, context.withDeadline(now).recordedBy(steps));
    if (!(decision.verdict() instanceof Verdict.Trusted)) {
      return Optional.empty();
    }
    steps.tell();
    return Optional.of(decision);
  }

  /** How the rule for an image is found; empty when the string is no image reference. */
  public Optional<Explanation> explain(ImageQuery query) {
    if (!(ImageReference.parse(query.image()) instanceof ParsedImage.Valid(ImageReference image))) {
      return Optional.empty();
    }
    Subject subject = Subject.of(image, settings.identities());
    PolicySet policies = query.policies();
    return Optional.of(
        PolicySelector.explain(subject.spellings(), policies, policies.exemption(subject.names())));
  }

  private ImageDecision decideAndPin(Subject subject, ImageQuery query, RequestContext context) {
    ImageDecision decision = policyCheck.decide(subject, query, context);
    if (decision.replacement().filter(to -> losesItsRule(to, decision, query)).isPresent()) {
      return decision.unpinned();
    }
    pinned.pin(subject, decision, query);
    recent.remember(query, decision);
    return decision;
  }

  /**
   * Whether the digest would be refused afterwards, since nobody has signed it and the rule that
   * let it pass looks at the tag alone. What such a rule lets pass is no better by digest.
   */
  private boolean losesItsRule(String replacement, ImageDecision decision, ImageQuery query) {
    if (Stream.concat(decision.rule().stream(), decision.mandatory().stream())
        .anyMatch(match -> match.rule().wantsSignature())) {
      return false;
    }
    Subject content = Subject.of(ImageReference.of(replacement), settings.identities());
    Optional<RuleMatch> now =
        PolicySelector.select(content.spellings(), query.policies())
                instanceof Selection.Chosen(RuleMatch match)
            ? Optional.of(match)
            : Optional.empty();
    return decision
        .rule()
        .filter(rule -> !tagged.findsAgain(content, rule, now, query.policies().deciding()))
        .isPresent();
  }

  private static ImageDecision refused(ImageQuery query, CheckOutcome outcome) {
    return ImageDecision.refused(query.image(), outcome, Optional.empty(), Mode.ENFORCE);
  }
}
