/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.TrustSettings;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.notary.NotaryVerifier;
import io.starlingx.portieris.trust.policy.PolicyReader;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import io.starlingx.portieris.trust.simplesigning.SimpleSigningVerifier;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TufSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The whole engine over a captured server, as the webhook wires it. */
final class TrustEngine {

  /** While the captured data were valid. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"));

  /** What the engine logs about each first use goes to a console, which would be measured too. */
  private final Logger log = Logger.getLogger(ImageTrust.class.getPackageName());

  private final ImageTrust engine;

  TrustEngine(CapturedServer server, ExecutorService executor, Duration verdictTtl) {
    log.setLevel(Level.OFF);
    this.engine =
        new ImageTrust(
            TrustSettings.unconfigured("portieris", verdictTtl),
            (namespace, name, context) -> new SecretLookup.Missing(),
            new NotaryVerifier(
                server,
                new MemoryFloor(),
                TrustObserver.none(),
                TufSettings.alwaysAsk(),
                executor,
                CLOCK),
            new SimpleSigningVerifier(server, RegistryHosts.standard(), CLOCK),
            executor,
            CLOCK);
  }

  /** The question for a tag of the captured repository, to be asked of this server. */
  static ImageQuery query(String tag, String trustServer) throws IOException {
    String policy =
        """
        {"kind": "ClusterImagePolicy", "metadata": {"name": "p"}, "spec": {"repositories": [
          {"name": "%s", "policy": {"trust": {"enabled": true, "trustServer": "%s"}}}]}}
        """
            .formatted(CapturedServer.GUN, trustServer);
    PolicySet policies =
        new PolicySet(List.of(), List.of(PolicyReader.read(new ObjectMapper().readTree(policy))));
    return new ImageQuery(
        CapturedServer.GUN + ":" + tag, "default", policies, CredentialStore.empty());
  }

  /** The decision; anything but a trusted image is a mistake of the benchmark. */
  ImageDecision decide(ImageQuery query) {
    ImageDecision decision =
        engine.decide(query, RequestContext.unrecorded(Deadline.after(Duration.ofMinutes(1))));
    if (!decision.message().isEmpty()) {
      throw new IllegalStateException(decision.message());
    }
    return decision;
  }
}
