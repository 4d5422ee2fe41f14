/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.notary;

import io.starlingx.portieris.trust.image.Digest;
import io.starlingx.portieris.trust.tuf.Target;
import io.starlingx.portieris.trust.tuf.TrustedRepository;
import io.starlingx.portieris.trust.tuf.TrustedRole;
import java.util.List;
import java.util.Map;
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
 * <p>Where it does not, the publisher does not follow Docker's convention, and Notary's own order
 * holds: {@code targets}, then its delegations breadth first, each for the names that it was given.
 * The first that holds the name decides, unless one before it that may hold it too was not heard.
 *
 * @see <a href="https://docs.docker.com/engine/security/trust/">Docker Content Trust</a>
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
    return hasReleases() ? byDocker(name) : byOrder(name);
  }

  /** Everything released with this content, sorted by name. */
  List<Released> find(Digest digest) {
    Optional<Digest> wanted = Optional.of(digest);
    Set<String> names = new TreeSet<>();
    for (TrustedRole role : searched()) {
      for (Map.Entry<String, Target> held : role.targets().entrySet()) {
        if (held.getValue().digest().equals(wanted)) {
          names.add(held.getKey());
        }
      }
    }
    return names.stream()
        .flatMap(name -> find(name).stream())
        .filter(released -> released.target().digest().equals(wanted))
        .toList();
  }

  /** Whether no role that could release anything holds a name that it was given. */
  boolean isEmpty() {
    return searched().stream()
        .filter(role -> !hasReleases() || isDocker(role))
        .noneMatch(
            role -> role.targets().keySet().stream().anyMatch(name -> role.find(name).isPresent()));
  }

  private Optional<Released> byDocker(String name) {
    for (TrustedRole role : searched()) {
      Optional<Target> target = role.find(name);
      if (target.isPresent()) {
        return isDocker(role)
            ? Optional.of(new Released(name, target.get(), List.of(role)))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Optional<Released> byOrder(String name) {
    List<TrustedRole> roles = repository.roles();
    for (int i = 0; i < roles.size(); i++) {
      Optional<Target> target = roles.get(i).find(name);
      if (target.isPresent()) {
        return isUnheardBefore(i, name)
            ? Optional.empty()
            : Optional.of(new Released(name, target.get(), roles.subList(0, i + 1)));
      }
    }
    return Optional.empty();
  }

  private boolean isUnheardBefore(int index, String name) {
    return repository.unheard().stream().anyMatch(role -> role.mayPrecede(index, name));
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

  private boolean hasReleases() {
    return repository.delegated().contains(SignedRoles.RELEASES);
  }

  private static boolean isDocker(TrustedRole role) {
    return role.name().equals(SignedRoles.RELEASES) || role.name().equals(SignedRoles.TARGETS);
  }
}
