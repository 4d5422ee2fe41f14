/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The section {@code image_trust}, with {@code defaults} merged and every rule resolved.
 *
 * @param enabled false when nothing is to be configured
 * @param servers trust servers in the order of the file, {@code defaults} among them when it names
 *     one
 * @param excludedNamespaces namespaces that are not checked, beside the application's own list
 * @param replicas empty when not stated
 * @param failurePolicy {@code Fail} or {@code Ignore}, empty when not stated
 */
public record ImageTrustSection(
    boolean enabled,
    Optional<CaBundle> ca,
    List<NotaryServer> servers,
    List<TrustPolicy> policies,
    List<String> excludedNamespaces,
    OptionalInt replicas,
    Optional<String> failurePolicy) {
  public ImageTrustSection {
    requireNonNull(ca, "ca");
    servers = List.copyOf(servers);
    policies = List.copyOf(policies);
    excludedNamespaces = List.copyOf(excludedNamespaces);
    requireNonNull(replicas, "replicas");
    requireNonNull(failurePolicy, "failurePolicy");
  }
}
