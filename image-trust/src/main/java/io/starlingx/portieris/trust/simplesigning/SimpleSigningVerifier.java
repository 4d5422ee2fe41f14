/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.simplesigning;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies OpenPGP signatures over an image's manifest: the reference is resolved to a digest once,
 * and every requirement must be met by a signature over that digest.
 */
public final class SimpleSigningVerifier implements SignatureVerifier {

  private static final Logger LOG = LoggerFactory.getLogger(SimpleSigningVerifier.class);

  private final AuthenticatedReader reader;
  private final InstantSource clock;

  /**
   * A verifier for the life of the program.
   *
   * @param clock the wall clock that keys and signatures expire by
   */
  public SimpleSigningVerifier(AuthenticatedReader reader, InstantSource clock) {
    this.reader = requireNonNull(reader, "reader");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Verdict verify(SignatureRequest request, RequestContext context) {
    RepositoryReader registry =
        new RepositoryReader(reader, request.image(), request.credentials(), context);
    try {
      Digest digest = new ManifestFetch(registry).digest();
      if (request.signers().isEmpty()) {
        return new Verdict.Trusted(Optional.of(digest), List.of(), Instant.MAX);
      }
      List<byte[]> signatures = new SignatureFetch(registry, request.store()).signatures(digest);
      return judge(request, digest, signatures);
    } catch (EndedException e) {
      return e.verdict();
    } catch (RuntimeException e) {
      LOG.error("Verifying signatures of {} failed", request.image().name(), e);
      return new Verdict.Unavailable(ReasonCode.INTERNAL, "see the log of this program");
    }
  }

  private Verdict judge(SignatureRequest request, Digest digest, List<byte[]> signatures)
      throws EndedException {
    List<String> signers = new ArrayList<>();
    Instant until = Instant.MAX;
    for (SignatureRequest.Signer signer : request.signers()) {
      SignatureCheck check =
          new SignatureCheck(
              signer.keys(), signer.identity(), request.signed(), digest, clock.instant());
      SignatureFinding.Accepted accepted = accepted(signatures.stream().map(check::judge).toList());
      if (!signers.contains(accepted.signer())) {
        signers.add(accepted.signer());
      }
      until = accepted.until().isBefore(until) ? accepted.until() : until;
    }
    return new Verdict.Trusted(Optional.of(digest), signers, until);
  }

  /** The accepted signature that lasts longest; else the reason of the one that got furthest. */
  private static SignatureFinding.Accepted accepted(List<SignatureFinding> findings)
      throws EndedException {
    Optional<SignatureFinding.Accepted> accepted =
        findings.stream()
            .filter(SignatureFinding.Accepted.class::isInstance)
            .map(SignatureFinding.Accepted.class::cast)
            .max(Comparator.comparing(SignatureFinding.Accepted::until));
    if (accepted.isPresent()) {
      return accepted.get();
    }
    List<SignatureFinding.Refused> refused =
        findings.stream()
            .filter(SignatureFinding.Refused.class::isInstance)
            .map(SignatureFinding.Refused.class::cast)
            .toList();
    SignatureFinding.Refused furthest =
        refused.stream()
            .max(Comparator.comparing(SignatureFinding.Refused::stage))
            .orElseThrow(
                () ->
                    EndedException.rejected(
                        ReasonCode.NO_SIGNATURE,
                        "A signature was required, but no signature exists"));
    throw EndedException.rejected(furthest.code(), summary(refused));
  }

  private static String summary(List<SignatureFinding.Refused> refused) {
    return refused.size() == 1
        ? refused.getFirst().reason()
        : refused.stream()
            .map(SignatureFinding.Refused::reason)
            .collect(
                Collectors.joining("; ", "None of the signatures were accepted, reasons: ", ""));
  }
}
