/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.http.Deadline;
import io.starlingx.portieris.trust.registry.CredentialStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What the operator decides about every decision.
 *
 * @param identities mirrors; the first that covers an image counts
 * @param servers trust servers by registry
 * @param firstUse whether a rule that does not say so may trust the root it sees first
 * @param namespacedModes whether a policy of a namespace may do other than enforce
 * @param secretNamespaces namespaces that a namespaced policy may name beside its own
 * @param webhookNamespace where secrets of cluster policies are that name no namespace
 * @param pullSecrets asked for each decision, must answer by the deadline, and ask nobody when it
 *     is over; tried after the workload's own, never on a server that a namespaced policy names
 * @param verdictTtl how long a trusted verdict answers the same question again; zero for never
 */
public record TrustSettings(
    List<Identity> identities,
    List<ServerEntry> servers,
    boolean firstUse,
    boolean namespacedModes,
    List<String> secretNamespaces,
    String webhookNamespace,
    Function<Deadline, CredentialStore> pullSecrets,
    Duration verdictTtl) {
  public TrustSettings {
    identities = List.copyOf(identities);
    servers = List.copyOf(servers);
    secretNamespaces = List.copyOf(secretNamespaces);
    requireNonNull(webhookNamespace, "webhookNamespace");
    requireNonNull(pullSecrets, "pullSecrets");
    if (verdictTtl.isNegative()) {
      throw new IllegalArgumentException("negative time to live of verdicts");
    }
  }

  /**
   * Of an operator who decides nothing: the root seen first is trusted where no rule forbids it.
   */
  public static TrustSettings unconfigured(String webhookNamespace, Duration verdictTtl) {
    return new TrustSettings(
        List.of(),
        List.of(),
        true,
        false,
        List.of(),
        webhookNamespace,
        deadline -> CredentialStore.empty(),
        verdictTtl);
  }
}
