/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.image.Digest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The newest trust data of one repository that were ever accepted. Nothing older is accepted again.
 *
 * @param root the trusted root file
 * @param roles what was accepted of each role, root included
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, equals below
public record Floor(byte[] root, Map<String, Accepted> roles) {

  /**
   * One role's version and what it says.
   *
   * @param content SHA-256 of the canonical form of what was signed
   */
  public record Accepted(long version, Digest content) {
    public Accepted {
      requireNonNull(content, "content");
    }
  }

  public Floor {
    root = root.clone();
    roles = Map.copyOf(roles);
  }

  @Override
  public byte[] root() {
    return root.clone();
  }

  /** What was accepted of a role. */
  public Optional<Accepted> find(String role) {
    return Optional.ofNullable(roles.get(role));
  }

  /** The version that was accepted of a role, 0 for none. */
  long version(String role) {
    return find(role).map(Accepted::version).orElse(0L);
  }

  /** Whether no role is older than in {@code earlier}; delegations may have been taken away. */
  public boolean isAtLeast(Floor earlier) {
    return earlier.roles().entrySet().stream()
        .allMatch(
            role ->
                version(role.getKey()) >= role.getValue().version()
                    || (Role.isDelegation(role.getKey()) && !roles.containsKey(role.getKey())));
  }

  /** Whether the very same root is trusted in both. */
  public boolean hasRootOf(Floor other) {
    return find(Role.ROOT).equals(other.find(Role.ROOT));
  }

  /** The same, and what {@code other} knows of delegations that nothing is known of here. */
  public Floor withDelegationsOf(Floor other) {
    Map<String, Accepted> all = new HashMap<>(roles);
    other.roles().entrySet().stream()
        .filter(role -> Role.isDelegation(role.getKey()))
        .forEach(role -> all.putIfAbsent(role.getKey(), role.getValue()));
    return new Floor(root, all);
  }

  /** Whether some role has the same version in both but says something else. */
  public boolean contradicts(Floor other) {
    return roles.entrySet().stream()
        .anyMatch(
            role ->
                other
                    .find(role.getKey())
                    .filter(theirs -> theirs.version() == role.getValue().version())
                    .filter(theirs -> !theirs.equals(role.getValue()))
                    .isPresent());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Floor floor
        && Arrays.equals(root, floor.root)
        && roles.equals(floor.roles);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(root), roles);
  }

  @Override
  public String toString() {
    return "Floor" + roles;
  }
}
