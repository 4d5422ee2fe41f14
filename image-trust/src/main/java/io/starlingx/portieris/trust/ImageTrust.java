/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Recorder.Outcome;
import io.starlingx.portieris.trust.http.Recorder.Step;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.image.ParsedImage;
import io.starlingx.portieris.trust.notary.TrustVerifier;
import io.starlingx.portieris.trust.policy.Explanation;
import io.starlingx.portieris.trust.policy.PolicySelector;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RuleMatch;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.policy.Selection;
import io.starlingx.portieris.trust.simplesigning.SignatureVerifier;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.SingleFlight;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerdictCache;
import io.starlingx.portieris.trust.verdict.VerificationLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is this image trusted? Reads the image string, finds the rule that decides, has every check of
 * that rule made and says what must be run. Safe for use by any number of threads.
 */
public final class ImageTrust {

  private static final Logger LOG = LoggerFactory.getLogger(ImageTrust.class);

  private final TrustSettings settings;
  private final TrustCheck trust;
  private final SimpleCheck simple;

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
    this(settings, secrets, verifier, signatures, executor, clock, VerificationLimit.standard());
  }

  ImageTrust(
      TrustSettings settings,
      SecretReader secrets,
      TrustVerifier verifier,
      SignatureVerifier signatures,
      ExecutorService executor,
      InstantSource clock,
      VerificationLimit limit) {
    this.settings = requireNonNull(settings, "settings");
    PolicySecrets policySecrets = new PolicySecrets(secrets, settings);
    this.trust =
        new TrustCheck(
            settings,
            policySecrets,
            verifier,
            new VerdictCache<>(settings.verdictTtl(), clock),
            new SingleFlight<>(executor),
            limit);
    this.simple =
        new SimpleCheck(
            settings,
            policySecrets,
            signatures,
            new VerdictCache<>(shorter(settings.verdictTtl(), SimpleCheck.LONGEST_MEMORY), clock),
            new SingleFlight<>(executor),
            limit);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** How verdicts are cached. */
  public List<CacheUse> caches() {
    return List.of(trust.verdicts(), simple.verdicts());
  }

  /** Decides about one image; by the context's deadline, and without an exception. */
  public ImageDecision decide(ImageQuery query, RequestContext context) {
    try {
      return switch (ImageReference.parse(query.image())) {
        case ParsedImage.Invalid(boolean unsupported, String why) ->
            refused(
                query,
                Optional.empty(),
                CheckOutcome.rejected(
                    unsupported ? ReasonCode.UNSUPPORTED : ReasonCode.MALFORMED,
                    new DenialText(query.image()).invalidName(),
                    why));
        case ParsedImage.Valid(ImageReference image) -> decide(image, query, context);
      };
    } catch (RuntimeException e) {
      LOG.error("Deciding about an image failed", e);
      return refused(
          query,
          Optional.empty(),
          new CheckOutcome(
              new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program"),
              new DenialText(query.image()).internal(),
              List.of()));
    }
  }

  /** How the rule for an image is found; empty when the string is no image reference. */
  public Optional<Explanation> explain(ImageQuery query) {
    return ImageReference.parse(query.image()) instanceof ParsedImage.Valid(ImageReference image)
        ? Optional.of(PolicySelector.explain(spellings(image, mirrored(image)), query.policies()))
        : Optional.empty();
  }

  private Optional<ImageReference> mirrored(ImageReference image) {
    return settings.identities().stream().flatMap(i -> i.signedName(image).stream()).findFirst();
  }

  private ImageDecision decide(ImageReference image, ImageQuery query, RequestContext context) {
    Optional<ImageReference> mirrored = mirrored(image);
    long start = System.nanoTime();
    Selection selection = PolicySelector.select(spellings(image, mirrored), query.policies());
    boolean isChosen = selection instanceof Selection.Chosen;
    ended(Step.SELECT, isChosen ? Outcome.OK : Outcome.REFUSED, start, context);
    if (!(selection instanceof Selection.Chosen(RuleMatch match))) {
      String denial = new DenialText(query.image()).notSelected(selection, query.namespace());
      return refused(query, Optional.empty(), CheckOutcome.rejected(ReasonCode.POLICY, denial, ""));
    }
    if (!match.rule().problems().isEmpty()) {
      return refused(
          query,
          Optional.of(match),
          CheckOutcome.rejected(
              ReasonCode.POLICY,
              new DenialText(query.image()).unusableRule(match.title()),
              String.join("\n", match.rule().problems())));
    }
    start = System.nanoTime();
    ImageDecision decision = check(image, mirrored.orElse(image), match, query, context);
    ended(Step.VERIFY, outcome(decision.verdict()), start, context);
    return decision;
  }

  private static void ended(Step step, Outcome outcome, long start, RequestContext context) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context.recorder().step(step, outcome, took);
  }

  private static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Trusted trusted -> Outcome.OK;
      case Verdict.Rejected rejected -> Outcome.REFUSED;
      case Verdict.Unavailable unavailable -> Outcome.UNAVAILABLE;
    };
  }

  private static List<String> spellings(ImageReference image, Optional<ImageReference> mirrored) {
    Set<String> spellings = new LinkedHashSet<>(List.of(image.raw(), image.canonical()));
    mirrored.ifPresent(signed -> spellings.addAll(List.of(signed.raw(), signed.canonical())));
    return List.copyOf(spellings);
  }

  private ImageDecision check(
      ImageReference image,
      ImageReference signed,
      RuleMatch match,
      ImageQuery query,
      RequestContext context) {
    Verdict.Trusted verdict = new Verdict.Trusted(Optional.empty(), List.of(), Instant.MAX);
    List<String> warnings = new ArrayList<>();
    for (Requirement requirement : match.rule().requirements()) {
      CheckOutcome outcome = check(image, signed, match, requirement, query, context);
      warnings.addAll(outcome.warnings());
      if (!(outcome.verdict() instanceof Verdict.Trusted trusted)) {
        return refused(
            query,
            Optional.of(match),
            new CheckOutcome(outcome.verdict(), outcome.denial(), warnings));
      }
      if (conflict(verdict, trusted)) {
        String denial =
            new DenialText(query.image())
                .conflict(trusted.digest().orElseThrow(), verdict.digest().orElseThrow());
        return refused(
            query,
            Optional.of(match),
            CheckOutcome.rejected(ReasonCode.DIGEST_CONFLICT, denial, ""));
      }
      verdict = both(verdict, trusted);
    }
    return new ImageDecision(
        query.image(),
        Optional.of(match),
        verdict,
        "",
        replacement(image, match, verdict),
        warnings);
  }

  /** Simple signing is checked before Docker Content Trust, so the later digest is Notary's. */
  private static boolean conflict(Verdict.Trusted earlier, Verdict.Trusted later) {
    return earlier.digest().isPresent()
        && later.digest().isPresent()
        && !earlier.digest().equals(later.digest());
  }

  private static Verdict.Trusted both(Verdict.Trusted earlier, Verdict.Trusted later) {
    List<String> signers = new ArrayList<>(earlier.signers());
    signers.addAll(later.signers());
    return new Verdict.Trusted(
        later.digest().or(earlier::digest),
        signers,
        earlier.validUntil().isBefore(later.validUntil())
            ? earlier.validUntil()
            : later.validUntil());
  }

  private CheckOutcome check(
      ImageReference image,
      ImageReference signed,
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
          simple.check(image, signed, match.policy(), rule, query.credentials(), context);
      case Requirement.Trust rule ->
          trust.check(image, signed, match.policy(), rule, query, context);
    };
  }

  private static Optional<String> replacement(
      ImageReference image, RuleMatch match, Verdict verdict) {
    return match.rule().mutateImage() && verdict instanceof Verdict.Trusted trusted
        ? trusted.digest().map((Digest d) -> image.pinnedTo(d)).filter(s -> !s.equals(image.raw()))
        : Optional.empty();
  }

  private static ImageDecision refused(
      ImageQuery query, Optional<RuleMatch> match, CheckOutcome outcome) {
    return new ImageDecision(
        query.image(),
        match,
        outcome.verdict(),
        DenialText.lines(outcome.denial(), outcome.verdict()),
        Optional.empty(),
        outcome.warnings());
  }
}
