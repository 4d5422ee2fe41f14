/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.tuf.TrustedRepository;
import io.starlingx.portieris.trust.tuf.TrustedRole;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From verified trust data to the verdict on one image reference. */
record TagDecision(TrustedRepository repository, Instant now) {

  Verdict decide(TrustRequest request) {
    ImageReference image = request.image();
    return image.tag().isEmpty() && image.digest().isPresent()
        ? byDigest(image.digest().get(), request)
        : byTag(image.tagOrLatest(), image.digest(), request);
  }

  private Verdict byTag(String tag, Optional<Digest> stated, TrustRequest request) {
    ReleaseRule rule = new ReleaseRule(repository);
    Optional<ReleaseRule.Released> released = rule.find(tag);
    if (released.isEmpty()) {
      return nothing(rule.isEmpty() ? "No signed targets found" : "No valid trust data for " + tag);
    }
    Optional<Digest> digest = released.get().target().digest();
    if (digest.isEmpty()) {
      return new Verdict.Rejected(
          ReasonCode.MALFORMED,
          "No valid trust data for " + tag + "\nthe entry has no sha256 of 32 bytes");
    }
    if (stated.isPresent() && !stated.equals(digest)) {
      return new Verdict.Rejected(
          ReasonCode.DIGEST_CONFLICT,
          "Incompatible digest\nsigned " + digest.get() + ", asked for " + stated.get());
    }
    return signed(released.get(), digest.get(), request);
  }

  /** Any released name of this content will do, if the signers stand by it under that name. */
  private Verdict byDigest(Digest digest, TrustRequest request) {
    List<Verdict> verdicts =
        new ReleaseRule(repository)
            .find(digest).stream().map(released -> signed(released, digest, request)).toList();
    return verdicts.stream()
        .filter(Verdict.Trusted.class::isInstance)
        .findFirst()
        .or(() -> verdicts.stream().findFirst())
        .orElseGet(() -> nothing("No valid trust data for " + digest));
  }

  private Verdict signed(ReleaseRule.Released released, Digest digest, TrustRequest request) {
    if (request.signers().isEmpty()) {
      return trusted(digest, List.of(), released.reliedUpon().stream());
    }
    SignerRule.Outcome outcome =
        new SignerRule(repository, now)
            .check(request.signers(), request.require(), released.name(), digest);
    return switch (outcome) {
      case SignerRule.Outcome.Missing(Verdict.Rejected why) -> why;
      case SignerRule.Outcome.Satisfied(List<String> signers, List<TrustedRole> roles) ->
          trusted(digest, signers, Stream.concat(released.reliedUpon().stream(), roles.stream()));
    };
  }

  private Verdict trusted(Digest digest, List<String> signers, Stream<TrustedRole> reliedUpon) {
    Instant until =
        reliedUpon
            .map(TrustedRole::expires)
            .reduce(repository.baseExpires(), (a, b) -> a.isBefore(b) ? a : b);
    return new Verdict.Trusted(Optional.of(digest), signers, until);
  }

  private Verdict nothing(String reason) {
    String dropped =
        repository.dropped().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .map(e -> "\ndropped: " + e.getKey() + ": " + e.getValue().replace('\n', ' '))
            .reduce("", String::concat);
    return new Verdict.Rejected(ReasonCode.NO_SUCH_TARGET, reason + dropped);
  }
}
