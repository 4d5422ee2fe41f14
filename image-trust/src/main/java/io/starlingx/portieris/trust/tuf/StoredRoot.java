/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The root that a floor holds, for people: whose signatures are trusted.
 *
 * @param keys in the order of their ids
 */
public record StoredRoot(long version, Instant expires, long threshold, List<Key> keys) {

  /**
   * A key of role root.
   *
   * @param id as published, one of what {@code trust.root.keyIds} may name
   * @param canonicalId of the bare key: the same after its certificate was renewed
   * @param publicKey what {@code trust.root.publicKeys} may name
   */
  public record Key(String id, Optional<String> canonicalId, Optional<PublicKey> publicKey) {}

  public StoredRoot {
    keys = List.copyOf(keys);
  }

  /** The root of {@code floor}; empty when it cannot be read, which then ends every update too. */
  public static Optional<StoredRoot> of(Floor floor) {
    try {
      RootMetadata root = RootMetadata.parse(floor.root());
      RoleKeys role = root.role(Role.ROOT);
      return Optional.of(
          new StoredRoot(
              root.header().version(),
              root.header().expires(),
              role.threshold(),
              role.keys().values().stream()
                  .map(key -> new Key(key.id(), key.canonicalId(), key.publicKey()))
                  .sorted((a, b) -> a.id().compareTo(b.id()))
                  .toList()));
    } catch (TufException e) {
      return Optional.empty();
    }
  }
}
