/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A repository's trust data, completely verified at one moment.
 *
 * @param roles targets first, then delegations breadth first
 * @param delegated the delegations that targets itself names, published or not
 * @param unheard delegations without a verified file, without what is below them
 * @param baseExpires the earliest expiry of root, its certificates, timestamp, snapshot and targets
 */
public record TrustedRepository(
    List<TrustedRole> roles,
    Set<String> delegated,
    List<UnheardRole> unheard,
    Instant baseExpires) {

  public TrustedRepository {
    requireNonNull(baseExpires, "baseExpires");
    roles = List.copyOf(roles);
    delegated = Set.copyOf(delegated);
    unheard = List.copyOf(unheard);
  }

  /** The verified role of this name. */
  public Optional<TrustedRole> find(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** Delegations that are expired or lack signatures, with the reason. */
  public Map<String, String> dropped() {
    return unheard.stream()
        .filter(role -> role.defect().isPresent())
        .collect(
            Collectors.toUnmodifiableMap(UnheardRole::name, role -> role.defect().orElseThrow()));
  }

  /** Until when no role changes from verified to expired. */
  public Instant allExpire() {
    return roles.stream()
        .map(TrustedRole::expires)
        .reduce(baseExpires, (a, b) -> a.isBefore(b) ? a : b);
  }
}
