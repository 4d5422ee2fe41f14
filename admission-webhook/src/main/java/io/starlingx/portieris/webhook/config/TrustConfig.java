/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.config;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.Identity;
import io.starlingx.portieris.trust.ServerEntry;
import io.starlingx.portieris.trust.registry.RegistryHosts;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the operator decides about verification.
 *
 * @param firstUse whether a rule that does not say so may trust the root it sees first
 * @param freshness how long a trust server's timestamp is taken as current
 * @param staleGrace how long verified data serve while a trust server is down
 * @param tokenRealms token services that may be given credentials beside the servers' own
 * @param allowedAddresses exceptions from the addresses that policies must not lead to
 * @param registries which are spoken to over plain http, and which have an authority of their own
 * @param pullSecrets names of Secrets in the webhook's own namespace, tried last
 * @param identities mirrors
 * @param servers trust servers by registry
 * @param secretNamespaces namespaces whose Secrets a namespaced policy may name
 */
public record TrustConfig(
    boolean firstUse,
    Duration freshness,
    Duration staleGrace,
    List<String> tokenRealms,
    List<String> allowedAddresses,
    RegistryHosts registries,
    List<String> pullSecrets,
    List<Identity> identities,
    List<ServerEntry> servers,
    List<String> secretNamespaces) {
  public TrustConfig {
    requireNonNull(freshness, "freshness");
    requireNonNull(staleGrace, "staleGrace");
    tokenRealms = List.copyOf(tokenRealms);
    allowedAddresses = List.copyOf(allowedAddresses);
    requireNonNull(registries, "registries");
    pullSecrets = List.copyOf(pullSecrets);
    identities = List.copyOf(identities);
    servers = List.copyOf(servers);
    secretNamespaces = List.copyOf(secretNamespaces);
  }

  /** Registries and trust servers that are named here, with their ports. */
  public Set<String> hosts() {
    Set<String> hosts = new LinkedHashSet<>(tokenRealms);
    for (ServerEntry server : servers) {
      hosts.add(server.registry());
      server.urls().forEach(url -> hosts.add(url.getRawAuthority()));
    }
    return hosts;
  }
}
