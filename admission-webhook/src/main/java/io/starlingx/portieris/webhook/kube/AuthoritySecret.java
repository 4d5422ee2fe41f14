/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.kube;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.starlingx.portieris.webhook.certificate.AuthorityStore;
import io.starlingx.portieris.webhook.certificate.StoreUnreachableException;
import io.starlingx.portieris.webhook.certificate.StoredAuthority;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The authority in a Secret of type {@code kubernetes.io/tls}, with {@code previous.crt} beside.
 */
public final class AuthoritySecret implements AuthorityStore {

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String PREVIOUS = "previous.crt";

  private final KubernetesClient client;
  private final ObjectName name;

  public AuthoritySecret(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.name = new ObjectName(namespace, name);
  }

  @Override
  public String title() {
    return "secret " + name;
  }

  @Override
  public Optional<StoredAuthority> read() throws StoreUnreachableException {
    try {
      return Optional.ofNullable(
              client.secrets().inNamespace(name.namespace()).withName(name.name()).get())
          .map(AuthoritySecret::stored);
    } catch (KubernetesClientException e) {
      throw unreachable(e);
    }
  }

  @Override
  public boolean create(StoredAuthority authority) throws StoreUnreachableException {
    return isFirst(() -> client.resource(secret(authority)).create());
  }

  @Override
  public boolean replace(StoredAuthority authority) throws StoreUnreachableException {
    Secret next = secret(authority);
    next.getMetadata().setResourceVersion(authority.version());
    return isFirst(() -> client.resource(next).update());
  }

  private boolean isFirst(Runnable write) throws StoreUnreachableException {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw unreachable(e);
    }
  }

  private StoreUnreachableException unreachable(KubernetesClientException e) {
    return new StoreUnreachableException(title() + ": " + ApiFailure.cause(e), e);
  }

  private static StoredAuthority stored(Secret secret) {
    return new StoredAuthority(
        text(secret, CERTIFICATE),
        text(secret, KEY),
        text(secret, PREVIOUS),
        secret.getMetadata().getResourceVersion());
  }

  private static String text(Secret secret, String key) {
    String value = secret.getData() == null ? null : secret.getData().get(key);
    return value == null ? "" : new String(Base64.getDecoder().decode(value), UTF_8);
  }

  private Secret secret(StoredAuthority authority) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(CERTIFICATE, authority.certificate());
    data.put(KEY, authority.key());
    if (!authority.previousCertificate().isEmpty()) {
      data.put(PREVIOUS, authority.previousCertificate());
    }
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(name.namespace())
        .withName(name.name())
        .addToLabels("app", "portieris")
        .endMetadata()
        .withType("kubernetes.io/tls")
        .withStringData(data)
        .build();
  }
}
