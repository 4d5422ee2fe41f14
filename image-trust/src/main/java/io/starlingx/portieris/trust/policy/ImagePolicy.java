/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One ImagePolicy or ClusterImagePolicy object.
 *
 * @param namespace empty for a ClusterImagePolicy
 */
public record ImagePolicy(
    Optional<String> namespace, String name, List<RepositoryRule> repositories) {
  public ImagePolicy {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    repositories = List.copyOf(repositories);
  }

  /** Kind and name as people write them: {@code ImagePolicy team-a/web}. */
  public String title() {
    return namespace.map(n -> "ImagePolicy " + n + "/" + name).orElse("ClusterImagePolicy " + name);
  }
}
