/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A repository's trust data, completely verified at one moment.
 *
 * @param roles targets first, then delegations breadth first
 * @param delegated the delegations that targets itself names, published or not
 * @param dropped delegations that are expired or lack signatures, with the reason
 * @param skipped delegations that were not asked for, without what is below them
 * @param baseExpires the earliest expiry of root, its certificates, timestamp, snapshot and targets
 */
public record TrustedRepository(
    List<TrustedRole> roles,
    Set<String> delegated,
    Map<String, DroppedRole> dropped,
    Set<String> skipped,
    Instant baseExpires) {

  public TrustedRepository {
    requireNonNull(baseExpires, "baseExpires");
    roles = List.copyOf(roles);
    delegated = Set.copyOf(delegated);
    dropped = Map.copyOf(dropped);
    skipped = Set.copyOf(skipped);
  }

  /** The verified role of this name. */
  public Optional<TrustedRole> find(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** Until when no role changes from verified to expired. */
  public Instant allExpire() {
    return roles.stream()
        .map(TrustedRole::expires)
        .reduce(baseExpires, (a, b) -> a.isBefore(b) ? a : b);
  }
}
