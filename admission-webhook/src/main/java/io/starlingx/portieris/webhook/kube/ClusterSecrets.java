/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.starlingx.portieris.trust.http.RequestContext;
import io.starlingx.portieris.trust.policy.SecretLookup;
import io.starlingx.portieris.trust.policy.SecretReader;
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

  private final RecentObjects<ObjectName, SecretLookup.Found> secrets;

  /** Reads run on {@code executor}, which is not closed here. */
  public ClusterSecrets(KubernetesClient client, ExecutorService executor) {
    this.secrets =
        new RecentObjects<>(
            "secret",
            name -> get(client, name),
            ClusterSecrets::bytes,
            executor,
            Ticker.systemTicker());
  }

  @Override
  public SecretLookup read(String namespace, String name, RequestContext context) {
    return switch (secrets.read(new ObjectName(namespace, name), context.deadline())) {
      case Lookup.Found<SecretLookup.Found>(SecretLookup.Found found) -> found;
      case Lookup.Missing<SecretLookup.Found> missing -> new SecretLookup.Missing();
      case Lookup.Unreadable<SecretLookup.Found>(String cause) ->
          new SecretLookup.Unreadable(cause);
    };
  }

  private static Optional<SecretLookup.Found> get(KubernetesClient client, ObjectName name) {
    Secret secret = client.secrets().inNamespace(name.namespace()).withName(name.name()).get();
    return Optional.ofNullable(secret).map(ClusterSecrets::found);
  }

  private static int bytes(SecretLookup.Found secret) {
    return secret.data().values().stream().mapToInt(value -> value.length).sum();
  }

  private static SecretLookup.Found found(Secret secret) {
    Map<String, byte[]> data = new HashMap<>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
    }
    return new SecretLookup.Found(data, secret.getType() == null ? "" : secret.getType());
  }
}
