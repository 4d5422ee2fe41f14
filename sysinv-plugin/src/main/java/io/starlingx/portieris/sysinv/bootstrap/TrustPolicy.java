/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.sysinv.bootstrap;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy object to be created.
 *
 * @param name of the object
 * @param namespace empty for a ClusterImagePolicy
 */
public record TrustPolicy(String name, Optional<String> namespace, List<Rule> repositories) {
  public TrustPolicy {
    requireNonNull(name, "name");
    requireNonNull(namespace, "namespace");
    repositories = List.copyOf(repositories);
  }

  /**
   * One entry of {@code spec.repositories}.
   *
   * @param pattern as in the field {@code name}
   * @param policy the field {@code policy}: maps, lists, texts, numbers and booleans
   */
  public record Rule(String pattern, Map<String, Object> policy) {
    public Rule {
      requireNonNull(pattern, "pattern");
      requireNonNull(policy, "policy");
    }
  }
}
