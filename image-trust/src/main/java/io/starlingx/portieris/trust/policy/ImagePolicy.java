/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One ImagePolicy or ClusterImagePolicy object.
 *
 * @param namespace empty for a ClusterImagePolicy
 * @param exemptions those that can be used; a ClusterImagePolicy only has any
 * @param problems of exemptions that cannot be used and therefore exempt nothing, each naming its
 *     path
 */
public record ImagePolicy(
    Optional<String> namespace,
    String name,
    List<RepositoryRule> repositories,
    List<Exemption> exemptions,
    List<String> problems) {
  public ImagePolicy {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    repositories = List.copyOf(repositories);
    exemptions = List.copyOf(exemptions);
    problems = List.copyOf(problems);
  }

  /** A policy of rules only. */
  public ImagePolicy(Optional<String> namespace, String name, List<RepositoryRule> repositories) {
    this(namespace, name, repositories, List.of(), List.of());
  }

  /** Kind and name as people write them: {@code ImagePolicy team-a/web}. */
  public String title() {
    return title(namespace, name);
  }

  static String title(Optional<String> namespace, String name) {
    return namespace.map(n -> "ImagePolicy " + n + "/" + name).orElse("ClusterImagePolicy " + name);
  }

  /** This policy with only those of its rules that must pass beside an ImagePolicy's. */
  ImagePolicy mandatory() {
    return new ImagePolicy(
        namespace, name, repositories.stream().filter(RepositoryRule::mandatory).toList());
  }
}
