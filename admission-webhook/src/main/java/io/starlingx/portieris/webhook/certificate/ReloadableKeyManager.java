/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the serving key of that moment. A handshake asks several times, so each key
 * has an alias of its own, and the one before stays known: a handshake that began with it ends with
 * it.
 */
final class ReloadableKeyManager extends X509ExtendedKeyManager {

  private record Generation(String alias, ServingKey key) {}

  private record Generations(long number, Optional<Generation> current, Optional<Generation> last) {
    Generations next(ServingKey key) {
      Generation next = new Generation("serving-" + (number + 1), key);
      return new Generations(number + 1, Optional.of(next), current);
    }

    Optional<ServingKey> find(String alias) {
      return Stream.of(current, last)
          .flatMap(Optional::stream)
          .filter(generation -> generation.alias.equals(alias))
          .map(Generation::key)
          .findFirst();
    }
  }

  private volatile Generations generations = new Generations(0, Optional.empty(), Optional.empty());

  /** Handshakes from now on are made with this key. */
  synchronized void use(ServingKey key) {
    generations = generations.next(key);
  }

  /** The key that handshakes are made with. */
  Optional<ServingKey> current() {
    return generations.current.map(Generation::key);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyType);
  }

  private @Nullable String alias(String keyType) {
    return generations
        .current
        .filter(generation -> generation.key.key().getAlgorithm().equals(keyType))
        .map(Generation::alias)
        .orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return generations
        .find(alias)
        .map(key -> key.chain().toArray(X509Certificate[]::new))
        .orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return generations.find(alias).map(ServingKey::key).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
