/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.policy.PemDocument;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.tuf.Target;
import io.starlingx.portieris.trust.tuf.TrustedRepository;
import io.starlingx.portieris.trust.tuf.TrustedRole;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the signers that a rule requires have themselves signed the released content. Being
 * listed as a key of a role is not enough: the signer's own signature must be on it.
 */
record SignerRule(TrustedRepository repository, Instant now) {

  /** The outcome for all signers of a rule. */
  sealed interface Outcome {

    /** Enough have signed; their names in rule order, and the roles that this relies upon. */
    record Satisfied(List<String> signers, List<TrustedRole> roles) implements Outcome {}

    /** Too few have signed; the first that has not, and why. */
    record Missing(Verdict.Rejected why) implements Outcome {}
  }

  Outcome check(List<Signer> signers, SignerThreshold require, String target, Digest released) {
    List<String> names = new ArrayList<>();
    Set<PublicKey> keys = new HashSet<>();
    List<TrustedRole> roles = new ArrayList<>();
    Optional<Verdict.Rejected> first = Optional.empty();
    List<Signer> different = signers.stream().distinct().toList();
    for (Signer signer : different) {
      Optional<Verdict.Rejected> problem = problem(signer, target, released);
      if (problem.isEmpty()) {
        names.add(signer.name());
        key(signer).ifPresent(keys::add);
        repository.find(SignedRoles.of(signer)).ifPresent(roles::add);
      }
      first = first.or(() -> problem);
    }
    int needed = require.outOf(different.size());
    boolean satisfied =
        require.count().isPresent() ? keys.size() >= needed : names.size() == different.size();
    return satisfied
        ? new Outcome.Satisfied(names, roles)
        : new Outcome.Missing(
            first.orElseGet(
                () ->
                    rejected(
                        ReasonCode.POLICY,
                        "too few signers",
                        "the rule requires " + needed + " of " + different.size())));
  }

  private Optional<Verdict.Rejected> problem(Signer signer, String name, Digest released) {
    Optional<PublicKey> key = key(signer);
    if (key.isEmpty()) {
      return Optional.of(
          rejected(
              ReasonCode.POLICY,
              "no valid public key found",
              "signer " + signer.name() + " needs a PEM public key or an unexpired certificate"));
    }
    Optional<TrustedRole> role = repository.find(SignedRoles.of(signer));
    Optional<Target> target = role.flatMap(found -> found.find(name));
    if (role.isEmpty() || target.isEmpty()) {
      return Optional.of(
          rejected(
              ReasonCode.NO_SIGNATURE,
              "no signature found for role " + signer.name(),
              Optional.ofNullable(repository.dropped().get(SignedRoles.of(signer)))
                  .orElse(SignedRoles.of(signer) + " does not hold " + name)));
    }
    if (!role.get().signers().contains(key.get())) {
      return Optional.of(
          rejected(
              ReasonCode.UNTRUSTED_KEY,
              "Public keys are different",
              role.get().listedKeys().contains(key.get())
                  ? SignedRoles.of(signer) + " lists the key of this signer, who has not signed it"
                  : SignedRoles.of(signer) + " does not list the key of this signer"));
    }
    return target.get().digest().equals(Optional.of(released))
        ? Optional.empty()
        : Optional.of(
            rejected(
                ReasonCode.DIGEST_CONFLICT,
                "Incompatible digest",
                SignedRoles.of(signer)
                    + " holds "
                    + target.get().digest().map(Digest::toString).orElse("no digest")
                    + ", released is "
                    + released));
  }

  private Optional<PublicKey> key(Signer signer) {
    return PemDocument.publicKeys(signer.publicKeyPem())
        .map(List::getFirst)
        .or(
            () ->
                PemDocument.certificates(signer.publicKeyPem())
                    .map(List::getFirst)
                    .filter(this::isValid)
                    .map(X509Certificate::getPublicKey));
  }

  private boolean isValid(X509Certificate certificate) {
    return !certificate.getNotAfter().toInstant().isBefore(now)
        && !certificate.getNotBefore().toInstant().isAfter(now);
  }

  private static Verdict.Rejected rejected(ReasonCode code, String reason, String detail) {
    return new Verdict.Rejected(code, reason + "\n" + detail);
  }
}
