/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.cli.verify;

import io.starlingx.portieris.trust.ImageDecision;
import io.starlingx.portieris.trust.ImageQuery;
import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.TrustSettings;
import io.starlingx.portieris.trust.http.AddressRule;
import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.http.ProxySettings;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.http.RequestRecord;
import io.starlingx.portieris.trust.http.TransportSettings;
import io.starlingx.portieris.trust.notary.NotaryVerifier;
import io.starlingx.portieris.trust.policy.PolicySet;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.registry.CredentialStore;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.simplesigning.SimpleSigningVerifier;
import io.starlingx.portieris.trust.tuf.DirectoryFloor;
import io.starlingx.portieris.trust.tuf.TrustObserver;
import io.starlingx.portieris.trust.tuf.TufSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Decides about images with the webhook's own engine, from files instead of a cluster. Every
 * address may be asked, and the timestamp is fetched for every image.
 */
public final class Verification {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Verification() {}

  /**
   * Decides about each image of the input.
   *
   * @throws InputException when a file cannot be used
   */
  public static VerifyResult run(VerifyInput input) {
    PolicySet policies = PolicyManifests.read(input.policies(), input.namespace());
    TransportSettings settings =
        new TransportSettings(input::authorities, ProxySettings.none(), AddressRule.allowAll());
    try (HttpTransport transport = new HttpTransport(settings);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        SecretsAtHand secrets = SecretsAtHand.of(input, executor)) {
      ImageTrust engine = engine(input, transport, secrets.reader(), executor);
      CredentialStore credentials = secrets.pullCredentials().store().then(input.credentials());
      List<VerifiedImage> images =
          input.images().stream()
              .map(image -> new ImageQuery(image, input.namespace(), policies, credentials))
              .map(query -> decide(engine, query, input.explain()))
              .toList();
      List<String> warnings = new ArrayList<>(secrets.pullCredentials().problems());
      warnings.addAll(input.credentials().problems());
      images.forEach(image -> warnings.addAll(image.decision().warnings()));
      return new VerifyResult(images, warnings.stream().distinct().toList());
    }
  }

  private static ImageTrust engine(
      VerifyInput input, HttpTransport transport, SecretReader secrets, ExecutorService executor) {
    TrustSettings settings = TrustSettings.unconfigured(input.webhookNamespace(), Duration.ZERO);
    TokenReader reader = new TokenReader(transport, input.tokens(), InstantSource.system());
    return new ImageTrust(
        settings,
        secrets,
        new NotaryVerifier(
            reader,
            new DirectoryFloor(input.state()),
            TrustObserver.none(),
            TufSettings.alwaysAsk(),
            executor,
            input.clock()),
        new SimpleSigningVerifier(reader, input.registries(), input.clock()),
        executor,
        input.clock());
  }

  private static VerifiedImage decide(ImageTrust engine, ImageQuery query, boolean explain) {
    List<RequestRecord> requests = Collections.synchronizedList(new ArrayList<>());
    ImageDecision decision =
        engine.decide(query, new RequestContext(Deadline.after(LONGEST), requests::add));
    synchronized (requests) {
      return new VerifiedImage(
          decision, requests, explain ? engine.explain(query) : Optional.empty());
    }
  }
}
