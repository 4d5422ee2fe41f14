/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.TargetSource;
import io.starlingx.portieris.trust.image.ImageReference;
import io.starlingx.portieris.trust.policy.RootAnchor;
import io.starlingx.portieris.trust.policy.SignerThreshold;
import io.starlingx.portieris.trust.registry.AuthenticatedReader;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.tuf.VersionFloor;
import io.starlingx.portieris.trust.verdict.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/** Captured trust data, and the questions that tests ask of them. */
final class Fixtures {

  static final Path ROOT = Path.of("src/test/resources/fixtures");
  static final Instant CAPTURED = Instant.parse("2026-11-23T00:00:00Z");

  private Fixtures() {}

  static Path captured(String name) {
    return ROOT.resolve("notary").resolve(name);
  }

  static Path generated(String name) {
    return ROOT.resolve("notary-gen").resolve(name);
  }

  static TrustRequest request(String image, RootAnchor anchor, Signer... signers) {
    ImageReference reference = ImageReference.of(image);
    return new TrustRequest(
        reference,
        reference.name(),
        List.of(
            new TrustServer(URI.create("https://notary.test"), List.of(), TargetSource.CONFIGURED)),
        anchor,
        List.of(signers),
        SignerThreshold.ALL,
        List.of(),
        "",
        false);
  }

  static Verdict verify(AuthenticatedReader server, Path state, TrustRequest request) {
    return verify(server, state, request, CAPTURED);
  }

  static Verdict verify(AuthenticatedReader server, Path state, TrustRequest request, Instant now) {
    return verifier(server, new DirectoryFloor(state), InstantSource.fixed(now))
        .verify(request, RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))))
        .verdict();
  }

  /** A verifier that always asks. */
  static NotaryVerifier verifier(
      AuthenticatedReader server, VersionFloor floors, InstantSource clock) {
    return new NotaryVerifier(
        server,
        floors,
        TrustObserver.none(),
        TufSettings.alwaysAsk(),
        Executors.newVirtualThreadPerTaskExecutor(),
        clock);
  }
}
