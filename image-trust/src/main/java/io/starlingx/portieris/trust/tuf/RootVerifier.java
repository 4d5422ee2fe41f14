/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.verdict.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a root may be trusted for one repository. */
record RootVerifier(AnchorRule anchor, String gun, Instant now) {

  RootVerifier(RootAnchor anchor, String gun, Instant now) {
    this(new AnchorRule(anchor), gun, now);
  }

  /** A root to start from counts today and, where public keys are pinned, is signed by them. */
  void verifyFirst(RootMetadata root) throws TufException {
    verifyOwn(root, true);
    anchor.requireSignatures(root);
    root.header().requireUnexpired(now);
  }

  /**
   * A root that is trusted already, or is linked to one, counts today: certificates, anchor,
   * signatures of its own keys, expiry.
   *
   * @throws TufException ROOT_UNTRUSTED, BAD_SIGNATURE, THRESHOLD or EXPIRED
   */
  void verify(RootMetadata root) throws TufException {
    verifyOwn(root, true);
    root.header().requireUnexpired(now);
  }

  /**
   * As {@link #verify}, but a step on the way to a newer root may have outlived its certificates
   * and itself.
   */
  void verifyStep(RootMetadata root) throws TufException {
    verifyOwn(root, false);
  }

  /** {@code next} must be signed by the root keys of {@code previous}, dates aside. */
  void verifyLink(RootMetadata previous, RootMetadata next) throws TufException {
    RoleKeys role = previous.role(Role.ROOT);
    List<TrustKey> counting =
        role.keys().values().stream()
            .flatMap(key -> RootCertificate.of(key).stream())
            .filter(certificate -> certificate.timelessProblem(gun).isEmpty())
            .map(RootCertificate::key)
            .toList();
    try {
      role.only(counting).verify(next.file());
    } catch (TufException e) {
      throw notRotated("version " + next.header().version() + ": " + e.text());
    }
  }

  static TufException notRotated(String why) {
    return new TufException(
        ReasonCode.ROOT_ROTATION, "could not rotate trust to a new trusted root: " + why);
  }

  /** The earliest expiry of {@code root} and of the certificates that count for it now. */
  Instant expires(RootMetadata root) {
    return root.role(Role.ROOT).keys().values().stream()
        .flatMap(key -> RootCertificate.of(key).stream())
        .filter(certificate -> problem(certificate, true).isEmpty())
        .map(RootCertificate::expires)
        .reduce(root.header().expires(), (a, b) -> a.isBefore(b) ? a : b);
  }

  private void verifyOwn(RootMetadata root, boolean dated) throws TufException {
    RoleKeys role = root.role(Role.ROOT);
    List<TrustKey> counting = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (TrustKey key : role.keys().values()) {
      Optional<String> problem =
          RootCertificate.of(key)
              .map(certificate -> problem(certificate, dated))
              .orElse(Optional.of("it is not a certificate with its authorities"));
      if (problem.isEmpty()) {
        counting.add(key);
      } else {
        problems.add("root key " + key.id() + " does not count: " + problem.get());
      }
    }
    if (counting.isEmpty()) {
      throw AnchorRule.untrusted("no root key counts\n" + String.join("\n", problems));
    }
    role.only(counting).verify(root.file());
  }

  private Optional<String> problem(RootCertificate certificate, boolean dated) {
    Instant chainDate = dated ? now : certificate.bundle().leaf().getNotBefore().toInstant();
    return certificate
        .timelessProblem(gun)
        .or(() -> dated ? certificate.problemAt(now) : Optional.empty())
        .or(
            () ->
                anchor.admits(certificate, chainDate)
                    ? Optional.empty()
                    : Optional.of("it does not match the configured root of trust"));
  }
}
