/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.webhook.migrate;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.Identity;
import java.util.List;

/**
 * What the chart's values will say.
 *
 * @param webhookNamespace where Secrets of cluster policies are that name no namespace
 * @param identities mirrors
 * @param secretNamespaces namespaces whose Secrets an ImagePolicy of another one may name
 * @param trustServers registries that have a trust server of their own, or {@code defaults}
 * @param allowedAddresses loopback, link-local or API server addresses that policies may name
 */
public record MigrationSettings(
    String webhookNamespace,
    List<Identity> identities,
    List<String> secretNamespaces,
    List<String> trustServers,
    List<String> allowedAddresses) {
  public MigrationSettings {
    requireNonNull(webhookNamespace, "webhookNamespace");
    identities = List.copyOf(identities);
    secretNamespaces = List.copyOf(secretNamespaces);
    trustServers = List.copyOf(trustServers);
    allowedAddresses = List.copyOf(allowedAddresses);
  }
}
