/* Copyright The Portieris for StarlingX Authors. SPDX-License-Identifier: Apache-2.0 */
package io.starlingx.portieris.trust.tuf;

import static java.util.Objects.requireNonNull;

import io.starlingx.portieris.trust.policy.RootAnchor;

/**
 * Whose trust data are to be brought up to date. Who asks matters: what one credential may read,
 * another need not, so results are kept apart by everything in here.
 *
 * @param key under which what is seen is remembered; must differ for different anchors
 * @param roles the delegations that are needed
 * @param knownSigners whether only what was signed by keys that came with the question will count
 * @param dryRun whether nothing may be remembered, so that nothing is written
 */
public record UpdateRequest(
    RepositoryLocation location,
    RootAnchor anchor,
    FloorKey key,
    RoleSelection roles,
    boolean knownSigners,
    boolean dryRun) {
  public UpdateRequest {
    requireNonNull(location, "location");
    requireNonNull(anchor, "anchor");
    requireNonNull(key, "key");
    requireNonNull(roles, "roles");
  }

  /** The same question about other delegations. */
  public UpdateRequest withRoles(RoleSelection others) {
    return new UpdateRequest(location, anchor, key, others, knownSigners, dryRun);
  }
}
