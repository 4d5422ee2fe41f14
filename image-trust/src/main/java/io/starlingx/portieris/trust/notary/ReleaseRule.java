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
 * Docker's rule for what a tag stands for: {@code targets/releases} decides, {@code targets} if
 * that says nothing. No other delegation can release anything; one below {@code targets/releases}
 * that names the tag even keeps it from being released.
 *
 * @see <a href="https://docs.docker.com/engine/security/trust/">Docker Content Trust</a>
 */
record ReleaseRule(TrustedRepository repository) {

  /** A target and the role that released it. */
  record Released(String name, Target target, TrustedRole role) {}

  /** What {@code name} stands for. */
  Optional<Released> find(String name) {
    for (TrustedRole role : searched()) {
      Optional<Target> target = role.find(name);
      if (target.isPresent()) {
        return isReleasing(role)
            ? Optional.of(new Released(name, target.get(), role))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Everything released, sorted by name. */
  List<Released> all() {
    Set<String> names = new HashSet<>();
    searched().stream()
        .filter(ReleaseRule::isReleasing)
        .forEach(role -> names.addAll(role.targets().keySet()));
    return new TreeSet<>(names).stream().flatMap(name -> find(name).stream()).toList();
  }

  /** {@code targets/releases} and all below it, breadth first, then {@code targets}. */
  private List<TrustedRole> searched() {
    Stream<TrustedRole> releases =
        repository.roles().stream()
            .filter(
                r ->
                    r.name().equals(SignedRoles.RELEASES)
                        || r.name().startsWith(SignedRoles.RELEASES + "/"));
    return Stream.concat(releases, repository.find(SignedRoles.TARGETS).stream()).toList();
  }

  private static boolean isReleasing(TrustedRole role) {
    return role.name().equals(SignedRoles.RELEASES) || role.name().equals(SignedRoles.TARGETS);
  }
}
