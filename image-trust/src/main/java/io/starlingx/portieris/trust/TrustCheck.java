/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.notary.Signer;
import io.starlingx.portieris.trust.notary.TrustAnswer;
import io.starlingx.portieris.trust.notary.TrustRequest;
import io.starlingx.portieris.trust.notary.TrustServer;
import io.starlingx.portieris.trust.notary.TrustVerifier;
import io.starlingx.portieris.trust.policy.ImagePolicy;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import io.starlingx.portieris.trust.verdict.VerdictCache;
import io.starlingx.portieris.trust.verdict.VerificationLimit.Asker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks one image against a rule's Docker Content Trust requirement. */
final class TrustCheck {

  private final TrustSettings settings;
  private final TrustServers servers;
  private final PolicySecrets secrets;
  private final TrustVerifier verifier;
  private final VerdictCache<TrustRequest> cache;
  private final SharedVerification<TrustRequest, TrustAnswer> verifications;

  TrustCheck(
      TrustSettings settings,
      PolicySecrets secrets,
      TrustVerifier verifier,
      VerdictCache<TrustRequest> cache,
      SharedVerification<TrustRequest, TrustAnswer> verifications) {
    this.settings = settings;
    this.servers = new TrustServers(settings.servers());
    this.secrets = secrets;
    this.verifier = verifier;
    this.cache = cache;
    this.verifications = verifications;
  }

  CacheUse verdicts() {
    return cache.use("trust_verdicts");
  }

  CheckOutcome check(
      ImageReference image,
      ImageReference signed,
      ImagePolicy policy,
      Requirement.Trust rule,
      ImageQuery query,
      RequestContext context) {
    DenialText text = new DenialText(image.raw());
    List<TrustServer> chosen = servers.choose(rule.trustServers(), signed);
    if (chosen.isEmpty()) {
      return CheckOutcome.rejected(
          ReasonCode.POLICY,
          text.noTrustServer(),
          "name one in the rule's trustServer, or in trust.servers for " + signed.registry());
    }
    return switch (secrets.root(policy, rule.root(), text, context)) {
      case Resolved.Stopped<RootAnchor>(CheckOutcome outcome) -> outcome;
      case Resolved.Value<RootAnchor>(RootAnchor anchor, Duration anchorAge) ->
          switch (secrets.signers(policy, rule.signerSecrets(), text, context)) {
            case Resolved.Stopped<List<Signer>>(CheckOutcome outcome) -> outcome;
            case Resolved.Value<List<Signer>>(List<Signer> signers, Duration signersAge) ->
                outcome(
                    new Asker(query.namespace(), policy.namespace().isPresent()),
                    new TrustRequest(
                        image,
                        signed.name(),
                        chosen,
                        anchor,
                        signers,
                        rule.require(),
                        usable(query.credentials(), chosen, policy, signed, context.deadline())
                            .matching(image.name()),
                        policy.namespace().orElse(""),
                        query.dryRun()),
                    CheckOutcome.older(anchorAge, signersAge),
                    text,
                    context);
          };
    };
  }

  /**
   * The webhook's own pull secrets never go to a server that a namespaced policy named, unless the
   * operator named it for the same registry.
   */
  private CredentialStore usable(
      CredentialStore workload,
      List<TrustServer> chosen,
      ImagePolicy policy,
      ImageReference signed,
      Deadline deadline) {
    return policy.namespace().isPresent() && isNamedByTenant(chosen, signed)
        ? workload
        : workload.then(settings.pullSecrets().apply(deadline));
  }

  private boolean isNamedByTenant(List<TrustServer> chosen, ImageReference signed) {
    List<TrustServer> ofOperator = servers.choose(List.of(), signed);
    return chosen.stream()
        .anyMatch(
            server ->
                server.source() == TargetSource.UNTRUSTED
                    || ofOperator.stream().noneMatch(o -> o.url().equals(server.url())));
  }

  private CheckOutcome outcome(
      Asker asker,
      TrustRequest request,
      Duration secretsAge,
      DenialText text,
      RequestContext context) {
    TrustAnswer answer = ask(asker, request, context);
    Duration lasts =
        answer.warnings().isEmpty()
            ? CheckOutcome.shorter(
                settings.verdictTtl().minus(answer.age()),
                CheckOutcome.SECRETS_LAST.minus(secretsAge))
            : Duration.ZERO;
    Verdict verdict = agreeing(request.image(), answer.verdict());
    List<String> warnings = Stream.concat(answer.warnings().stream(), warnings(request)).toList();
    return new CheckOutcome(verdict, text.trust(verdict), warnings, lasts);
  }

  private TrustAnswer ask(Asker asker, TrustRequest request, RequestContext context) {
    return remembered(request)
        .or(
            () ->
                verifications.ask(
                    asker, request, hosts(request), context, flight -> verified(request, flight)))
        .orElseGet(
            () ->
                TrustAnswer.current(
                    new Verdict.Unavailable(
                        "no answer in time from " + request.servers().getFirst().url().getHost())));
  }

  private static List<String> hosts(TrustRequest request) {
    return request.servers().stream().map(server -> server.url().getAuthority()).toList();
  }

  private Optional<TrustAnswer> remembered(TrustRequest request) {
    return cache
        .find(request)
        .map(known -> new TrustAnswer(known.verdict(), known.age(), List.of()));
  }

  /** Asks nobody when somebody else's answer came after the first look. */
  private TrustAnswer verified(TrustRequest request, RequestContext flight) {
    return remembered(request).orElseGet(() -> asked(request, flight));
  }

  private TrustAnswer asked(TrustRequest request, RequestContext flight) {
    TrustAnswer answer = verifier.verify(request, flight);
    if (answer.warnings().isEmpty()) {
      cache.remember(request, answer.verdict(), answer.age());
    }
    return answer;
  }

  /** Whatever a verifier says, it never puts other content in the place of a stated digest. */
  private static Verdict agreeing(ImageReference image, Verdict verdict) {
    if (!(verdict instanceof Verdict.Trusted(Optional<Digest> digest, List<String> s, var until))) {
      return verdict;
    }
    if (digest.isEmpty()) {
      return new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, "No signed digest");
    }
    return image.digest().isPresent() && !image.digest().equals(digest)
        ? new Verdict.Rejected(
            ReasonCode.DIGEST_CONFLICT,
            "Incompatible digest\nsigned " + digest.get() + ", asked for " + image.digest().get())
        : verdict;
  }

  private static Stream<String> warnings(TrustRequest request) {
    return request.servers().stream()
        .filter(server -> "http".equalsIgnoreCase(server.url().getScheme()))
        .map(server -> "trust server " + server.url() + " is asked over http, without credentials");
  }
}
