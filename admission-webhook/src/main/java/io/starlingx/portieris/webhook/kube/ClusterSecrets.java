/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SecretReader;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Secrets, read one by one: the webhook may get a Secret that somebody names, but neither list nor
 * watch them.
 */
public final class ClusterSecrets implements SecretReader {

  /** A Secret that was asked for when the ticker read {@code atNanos}. */
  private record Read(SecretLookup.Found secret, long atNanos) {}

  private final RecentObjects<ObjectName, Read> secrets;
  private final Ticker ticker;

  /** Reads run on {@code executor}, which is not closed here. */
  public ClusterSecrets(KubernetesClient client, ExecutorService executor) {
    this(client, executor, Ticker.systemTicker());
  }

  ClusterSecrets(KubernetesClient client, ExecutorService executor, Ticker ticker) {
    this.ticker = requireNonNull(ticker, "ticker");
    this.secrets =
        new RecentObjects<>(
            "secret", name -> get(client, name), ClusterSecrets::bytes, executor, ticker);
  }

  @Override
  public SecretLookup read(String namespace, String name, RequestContext context) {
    return switch (secrets.read(new ObjectName(namespace, name), context.deadline())) {
      case Lookup.Found<Read>(Read(SecretLookup.Found secret, long atNanos)) ->
          new SecretLookup.Found(
              secret.data(), secret.type(), Duration.ofNanos(ticker.read() - atNanos));
      case Lookup.Missing<Read> missing -> new SecretLookup.Missing();
      case Lookup.Unreadable<Read>(String cause) -> new SecretLookup.Unreadable(cause);
    };
  }

  private Optional<Read> get(KubernetesClient client, ObjectName name) {
    long asked = ticker.read();
    Secret secret = client.secrets().inNamespace(name.namespace()).withName(name.name()).get();
    return Optional.ofNullable(secret).map(found -> new Read(found(found), asked));
  }

  private static int bytes(Read read) {
    return read.secret().data().values().stream().mapToInt(value -> value.length).sum();
  }

  private static SecretLookup.Found found(Secret secret) {
    Map<String, byte[]> data = new HashMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return new SecretLookup.Found(data, secret.getType() == null ? "" : secret.getType());
  }
}
