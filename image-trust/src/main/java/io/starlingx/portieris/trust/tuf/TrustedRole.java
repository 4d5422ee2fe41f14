/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A verified role: targets itself, or a delegation below it.
 *
 * @param paths prefixes of the names for which the role counts
 * @param listedKeys the keys that may sign for it
 * @param signers the keys that have, each with a valid signature
 */
public record TrustedRole(
    String name,
    Map<String, Target> targets,
    List<String> paths,
    Set<PublicKey> listedKeys,
    Set<PublicKey> signers,
    Instant expires) {

  public TrustedRole {
    requireNonNull(name, "name");
    requireNonNull(expires, "expires");
    targets = Map.copyOf(targets);
    paths = List.copyOf(paths);
    listedKeys = Set.copyOf(listedKeys);
    signers = Set.copyOf(signers);
  }

  /** The target of this name, unless it lies outside what was delegated. */
  public Optional<Target> find(String target) {
    return Optional.ofNullable(targets.get(target)).filter(found -> covers(target));
  }

  private boolean covers(String target) {
    return paths.stream().anyMatch(target::startsWith);
  }
}
