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
 * @param isUnreadable whether it may mean anything, so that no rule of others counts beside its own
 */
public record ImagePolicy(
    Optional<String> namespace,
    String name,
    List<RepositoryRule> repositories,
    List<Exemption> exemptions,
    List<String> problems,
    boolean isUnreadable) {
  public ImagePolicy {
    requireNonNull(namespace, "namespace");
    requireNonNull(name, "name");
    repositories = List.copyOf(repositories);
    exemptions = List.copyOf(exemptions);
    problems = List.copyOf(problems);
  }

  /** A policy that was read. */
  public ImagePolicy(
      Optional<String> namespace,
      String name,
      List<RepositoryRule> repositories,
      List<Exemption> exemptions,
      List<String> problems) {
    this(namespace, name, repositories, exemptions, problems, false);
  }

  /** A policy of rules only. */
  public ImagePolicy(Optional<String> namespace, String name, List<RepositoryRule> repositories) {
    this(namespace, name, repositories, List.of(), List.of());
  }

  /** A policy that cannot be read: it denies everything that any rule beside it would decide. */
  public static ImagePolicy unreadable(Optional<String> namespace, String name, String problem) {
    boolean mandatory = namespace.isEmpty();
    RepositoryRule rule =
        new RepositoryRule("*", Mode.ENFORCE, mandatory, true, List.of(), List.of(problem));
    return new ImagePolicy(namespace, name, List.of(rule), List.of(), List.of(), true);
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
        namespace,
        name,
        repositories.stream().filter(RepositoryRule::mandatory).toList(),
        List.of(),
        List.of(),
        isUnreadable);
  }
}
