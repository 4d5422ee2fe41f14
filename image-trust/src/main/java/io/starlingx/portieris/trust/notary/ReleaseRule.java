/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.tuf.Target;
import io.starlingx.portieris.trust.tuf.TrustedRepository;
import io.starlingx.portieris.trust.tuf.TrustedRole;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a tag stands for.
 *
 * <p>Where targets delegates {@code targets/releases}, published or not, Docker's rule: that role
 * decides, {@code targets} if it says nothing. No other delegation can release anything; one below
 * {@code targets/releases} that names the tag even keeps it from being released.
 *
 * <p>Where it does not, the publisher does not follow Docker's convention and TUF's own order
 * holds: {@code targets}, then its delegations breadth first, each for the names that it was given.
 * Of those nothing is heard while one is missing that could have held the name too, because it was
 * dropped or not asked for.
 *
 * @see <a href="https://docs.docker.com/engine/security/trust/">Docker Content Trust</a>
 * @see <a href="https://theupdateframework.github.io/specification/latest/">TUF, 5.6.7</a>
 */
record ReleaseRule(TrustedRepository repository) {

  /**
   * A target that is released.
   *
   * @param reliedUpon the roles that this can change with
   */
  record Released(String name, Target target, List<TrustedRole> reliedUpon) {}

  /** What {@code name} stands for. */
  Optional<Released> find(String name) {
    for (TrustedRole role : searched()) {
      Optional<Target> target = role.find(name);
      if (target.isPresent()) {
        return mayRelease(role, name)
            ? Optional.of(new Released(name, target.get(), reliedUpon(role)))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Everything released, sorted by name. */
  List<Released> all() {
    Set<String> names = new HashSet<>();
    searched().forEach(role -> names.addAll(role.targets().keySet()));
    return new TreeSet<>(names).stream().flatMap(name -> find(name).stream()).toList();
  }

  private List<TrustedRole> searched() {
    if (!hasReleases()) {
      return repository.roles();
    }
    Stream<TrustedRole> releases =
        repository.roles().stream()
            .filter(
                r ->
                    r.name().equals(SignedRoles.RELEASES)
                        || r.name().startsWith(SignedRoles.RELEASES + "/"));
    return Stream.concat(releases, repository.find(SignedRoles.TARGETS).stream()).toList();
  }

  private boolean mayRelease(TrustedRole role, String name) {
    return isDocker(role) || (!hasReleases() && isComplete(name));
  }

  private boolean isComplete(String name) {
    return repository.skipped().isEmpty()
        && repository.dropped().values().stream().noneMatch(role -> role.covers(name));
  }

  private List<TrustedRole> reliedUpon(TrustedRole role) {
    return isDocker(role) ? List.of(role) : repository.roles();
  }

  private boolean hasReleases() {
    return repository.delegated().contains(SignedRoles.RELEASES);
  }

  private static boolean isDocker(TrustedRole role) {
    return role.name().equals(SignedRoles.RELEASES) || role.name().equals(SignedRoles.TARGETS);
  }
}
