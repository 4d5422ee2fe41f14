/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook;

import io.starlingx.portieris.trust.ImageTrust;
import io.starlingx.portieris.trust.TrustSettings;
import io.starlingx.portieris.trust.http.HttpTransport;
import io.starlingx.portieris.trust.notary.NotaryVerifier;
import io.starlingx.portieris.trust.policy.SecretReader;
import io.starlingx.portieris.trust.registry.TokenReader;
import io.starlingx.portieris.trust.registry.TokenSettings;
import io.starlingx.portieris.trust.simplesigning.SimpleSigningVerifier;
import io.starlingx.portieris.trust.tuf.TufSettings;
import io.starlingx.portieris.trust.verdict.CacheUse;
import io.starlingx.portieris.webhook.config.TrustConfig;
import io.starlingx.portieris.webhook.config.WebhookConfig;
import io.starlingx.portieris.webhook.kube.OwnPullSecrets;
import io.starlingx.portieris.webhook.kube.WorkloadPullSecrets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * The trust engine, as the configuration has it.
 *
 * @param caches of all its parts
 */
record TrustEngine(ImageTrust trust, List<CacheUse> caches) {

  static TrustEngine of(
      WebhookConfig config,
      HttpTransport transport,
      TrustMemory memory,
      SecretReader secrets,
      WorkloadPullSecrets pullSecrets,
      ExecutorService executor,
      InstantSource clock) {
    TrustConfig trust = config.trust();
    TokenReader reader = new TokenReader(transport, new TokenSettings(trust.tokenRealms()), clock);
    NotaryVerifier notary =
        new NotaryVerifier(
            reader,
            memory.floor(),
            new FirstUseLog(memory.observer()),
            new TufSettings(trust.freshness(), trust.staleGrace()),
            executor,
            clock);
    SimpleSigningVerifier simple = new SimpleSigningVerifier(reader, trust.registries(), clock);
    ImageTrust engine =
        new ImageTrust(settings(config, pullSecrets), secrets, notary, simple, executor, clock);
    List<CacheUse> caches =
        Stream.of(engine.caches(), notary.caches(), simple.caches()).flatMap(List::stream).toList();
    return new TrustEngine(engine, caches);
  }

  private static TrustSettings settings(WebhookConfig config, WorkloadPullSecrets pullSecrets) {
    TrustConfig trust = config.trust();
    return new TrustSettings(
        trust.identities(),
        trust.servers(),
        trust.firstUse(),
        config.namespacedModes(),
        trust.secretNamespaces(),
        config.namespace(),
        new OwnPullSecrets(pullSecrets, config.namespace(), trust.pullSecrets()),
        trust.freshness());
  }
}
