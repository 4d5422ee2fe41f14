/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which delegations an answer needs. What leads to one of them is needed as well.
 *
 * @param roles full names, {@code targets/alice}
 * @param subtrees full names that stand for themselves and everything below
 */
public record RoleSelection(Set<String> roles, Set<String> subtrees) {

  public RoleSelection {
    roles = Set.copyOf(roles);
    subtrees = Set.copyOf(subtrees);
  }

  /** Every delegation there is. */
  public static RoleSelection everything() {
    return new RoleSelection(Set.of(), Set.of(Role.TARGETS));
  }

  boolean includes(String role) {
    return roles.contains(role)
        || roles.stream().anyMatch(wanted -> wanted.startsWith(role + "/"))
        || subtrees.stream()
            .anyMatch(
                top ->
                    top.equals(role) || role.startsWith(top + "/") || top.startsWith(role + "/"));
  }

  /** The delegations that are named here, sorted; others may be needed as well. */
  List<String> named() {
    return Stream.concat(roles.stream(), subtrees.stream())
        .filter(Role::isDelegation)
        .distinct()
        .sorted()
        .toList();
  }
}
