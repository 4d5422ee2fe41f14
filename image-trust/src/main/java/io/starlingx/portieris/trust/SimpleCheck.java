/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import com.github.benmanes.caffeine.cache.Ticker;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.SigningRequirement;
import io.starlingx.portieris.trust.policy.SigningRequirement.SignedIdentity;
import io.starlingx.portieris.trust.registry.Credentials;
import io.starlingx.portieris.trust.simplesigning.SignatureRequest;
import io.starlingx.portieris.trust.simplesigning.SignatureStore;
import io.starlingx.portieris.trust.simplesigning.SignatureVerifier;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerdictCache;
import io.starlingx.portieris.trust.verdict.VerdictCache.Remembered;
import io.starlingx.portieris.trust.verdict.VerificationLimit.Asker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks one rule's simple signing: finds its keys and credentials, then has it verified. */
final class SimpleCheck {

  /** How long a tag may be taken to stand for the same content. */
  private static final Duration LONGEST_MEMORY = Duration.ofSeconds(10);

  private final TrustSettings settings;
  private final PolicySecrets secrets;
  private final SignatureVerifier verifier;
  private final VerdictCache<SignatureRequest> cache;
  private final SharedVerification<SignatureRequest, Remembered> verifications;
  private final Ticker ticker;

  SimpleCheck(
      TrustSettings settings,
      PolicySecrets secrets,
      SignatureVerifier verifier,
      VerdictCache<SignatureRequest> cache,
      SharedVerification<SignatureRequest, Remembered> verifications,
      Ticker ticker) {
    this.settings = settings;
    this.secrets = secrets;
    this.verifier = verifier;
    this.cache = cache;
    this.verifications = verifications;
    this.ticker = ticker;
  }

  /** How long a verdict answers the same question again. */
  static Duration timeToLive(TrustSettings settings) {
    return CheckOutcome.shorter(settings.verdictTtl(), LONGEST_MEMORY);
  }

  CacheUse verdicts() {
    return cache.use("simple_verdicts");
  }

  CheckOutcome check(
      Subject subject,
      ImagePolicy policy,
      Requirement.SimpleSigning rule,
      ImageQuery query,
      RequestContext context) {
    ImageReference image = subject.image();
    DenialText text = new DenialText(image.raw());
    if (rule.requirements().stream().anyMatch(SigningRequirement.Reject.class::isInstance)) {
      return CheckOutcome.rejected(ReasonCode.POLICY, text.simpleRejects(), "");
    }
    List<SigningRequirement.SignedBy> signedBy =
        rule.requirements().stream()
            .filter(SigningRequirement.SignedBy.class::isInstance)
            .map(SigningRequirement.SignedBy.class::cast)
            .toList();
    List<SignatureRequest.Signer> signers = new ArrayList<>();
    Duration keysAge = Duration.ZERO;
    for (SigningRequirement.SignedBy requirement : signedBy) {
      switch (secrets.keyring(policy, requirement, context)) {
        case Resolved.Stopped<SignatureRequest.Signer>(CheckOutcome outcome) -> {
          return outcome;
        }
        case Resolved.Value<SignatureRequest.Signer>(SignatureRequest.Signer signer, var age) -> {
          signers.add(
              query.pinning() == Pinning.OVER && subject.isPinned() ? byContent(signer) : signer);
          keysAge = CheckOutcome.older(keysAge, age);
        }
      }
    }
    List<Credentials> pull =
        query
            .credentials()
            .then(settings.pullSecrets().apply(context.deadline()))
            .matching(image.name());
    return switch (store(policy, rule, signedBy, context)) {
      case Resolved.Stopped<Optional<SignatureStore>>(CheckOutcome outcome) -> outcome;
      case Resolved.Value<Optional<SignatureStore>>(
              Optional<SignatureStore> store,
              Duration storeAge) -> {
        SignatureRequest request =
            new SignatureRequest(image, subject.signed(), signers, store, pull);
        Asker asker = new Asker(query.namespace(), policy.namespace().isPresent());
        Remembered answer = ask(asker, request, context);
        Duration secretsAge = CheckOutcome.older(keysAge, storeAge);
        yield new CheckOutcome(
            answer.verdict(),
            text.simple(answer.verdict(), pull.size()),
            warnings(rule),
            CheckOutcome.shorter(
                timeToLive(settings).minus(answer.age()),
                CheckOutcome.SECRETS_LAST.minus(secretsAge)));
      }
    };
  }

  /** Pinning took the tag away; what is left to compare are repository and digest. */
  private static SignatureRequest.Signer byContent(SignatureRequest.Signer signer) {
    return signer.identity() instanceof SignedIdentity.MatchExact
        ? new SignatureRequest.Signer(signer.keys(), new SignedIdentity.MatchRepoDigestOrExact())
        : signer;
  }

  private Resolved<Optional<SignatureStore>> store(
      ImagePolicy policy,
      Requirement.SimpleSigning rule,
      List<SigningRequirement.SignedBy> signedBy,
      RequestContext context) {
    if (rule.storeUrl().isEmpty() || signedBy.isEmpty()) {
      return new Resolved.Value<>(Optional.empty());
    }
    URI url = rule.storeUrl().get();
    if (rule.storeSecret().isEmpty() || isPlain(url)) {
      return new Resolved.Value<>(Optional.of(new SignatureStore(url, List.of())));
    }
    Optional<String> namespace =
        signedBy.stream().flatMap(s -> s.storeSecretNamespace().stream()).findFirst();
    return switch (secrets.storeCredentials(policy, rule.storeSecret().get(), namespace, context)) {
      case Resolved.Stopped<Credentials>(CheckOutcome outcome) -> new Resolved.Stopped<>(outcome);
      case Resolved.Value<Credentials>(Credentials credentials, Duration age) ->
          new Resolved.Value<>(Optional.of(new SignatureStore(url, List.of(credentials))), age);
    };
  }

  private Remembered ask(Asker asker, SignatureRequest request, RequestContext context) {
    return cache
        .find(request)
        .or(
            () ->
                verifications.ask(
                    asker, request, hosts(request), context, flight -> verified(request, flight)))
        .orElseGet(
            () ->
                current(
                    new Verdict.Unavailable(
                        "no answer in time from " + request.image().registry())));
  }

  static Remembered current(Verdict verdict) {
    return new Remembered(verdict, Duration.ZERO);
  }

  private static List<String> hosts(SignatureRequest request) {
    return Stream.concat(
            Stream.of(request.image().canonicalRegistry()),
            request.store().stream().map(store -> store.url().getAuthority()))
        .toList();
  }

  /** Asks nobody when somebody else's answer came after the first look. */
  private Remembered verified(SignatureRequest request, RequestContext flight) {
    return cache
        .find(request)
        .orElseGet(
            () -> {
              long began = ticker.read();
              Verdict verdict = verifier.verify(request, flight);
              Duration taken = Duration.ofNanos(ticker.read() - began);
              Duration age = verdict instanceof Verdict.Trusted ? taken : Duration.ZERO;
              cache.remember(request, verdict, age);
              return new Remembered(verdict, age);
            });
  }

  private static List<String> warnings(Requirement.SimpleSigning rule) {
    return rule.storeUrl().stream()
        .filter(SimpleCheck::isPlain)
        .map(url -> "signature store " + url + " is asked over http, without credentials")
        .toList();
  }

  private static boolean isPlain(URI url) {
    return "http".equalsIgnoreCase(url.getScheme());
  }
}
