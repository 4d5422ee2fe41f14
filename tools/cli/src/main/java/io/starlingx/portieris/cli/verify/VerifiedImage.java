/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.Explanation;
import io.starlingx.portieris.trust.policy.Requirement;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.RootPin;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The decision about one image, with what it cost.
 *
 * @param requests in the order of their end
 * @param explanation how the rule was found, where that was asked for
 */
public record VerifiedImage(
    ImageDecision decision, List<RequestRecord> requests, Optional<Explanation> explanation) {

  /** What a decision comes to. */
  public enum Outcome {
    TRUSTED,
    REFUSED,
    UNAVAILABLE
  }

  public VerifiedImage {
    requireNonNull(decision, "decision");
    requests = List.copyOf(requests);
    requireNonNull(explanation, "explanation");
  }

  /** What the decision comes to. */
  public Outcome outcome() {
    return switch (decision.verdict()) {
      case Verdict.Trusted trusted -> Outcome.TRUSTED;
      case Verdict.Rejected rejected -> Outcome.REFUSED;
      case Verdict.Unavailable unavailable -> Outcome.UNAVAILABLE;
    };
  }

  /** Whether trust rests on a root that nothing vouches for but that it was there. */
  public boolean restsOnFirstUse() {
    return outcome() == Outcome.TRUSTED
        && decision.rule().stream()
            .flatMap(match -> match.rule().requirements().stream())
            .anyMatch(
                requirement ->
                    requirement instanceof Requirement.Trust trust
                        && (trust.root() instanceof RootPin.Unstated
                            || trust.root() instanceof RootAnchor.FirstUse));
  }

  Optional<String> digest() {
    return decision.verdict() instanceof Verdict.Trusted trusted
        ? trusted.digest().map(Digest::toString)
        : Optional.empty();
  }

  List<String> signers() {
    return decision.verdict() instanceof Verdict.Trusted trusted ? trusted.signers() : List.of();
  }

  Optional<String> rule() {
    return decision.decidedBy();
  }

  /** Why not, on one or more lines; empty when trusted. */
  Optional<String> message() {
    return Optional.of(decision.message()).filter(message -> !message.isEmpty());
  }
}
